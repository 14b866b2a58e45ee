/**
 * HTTP/1.1 servers on the loopback interface that expose the framing, respond before a body has arrived, and produce
 * every fault of a network on request.
 */
@NullMarked
package com.ovok.local.http;

import org.jspecify.annotations.NullMarked;
