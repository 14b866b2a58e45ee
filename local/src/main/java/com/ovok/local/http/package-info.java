/**
 * HTTP/1.1 servers on the loopback interface that show raw framing, answer before a body has arrived, and break on
 * request in every way a network does.
 */
@NullMarked
package com.ovok.local.http;

import org.jspecify.annotations.NullMarked;
