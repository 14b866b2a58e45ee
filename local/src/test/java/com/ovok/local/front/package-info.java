/** The function's own HTTP API, from the raw events of its gateways and from curl. */
@NullMarked
package com.ovok.local.front;

import org.jspecify.annotations.NullMarked;
