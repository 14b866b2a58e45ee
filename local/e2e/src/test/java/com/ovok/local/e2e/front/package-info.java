/** The function's own HTTP API, called with raw gateway events and with curl. */
@NullMarked
package com.ovok.local.e2e.front;

import org.jspecify.annotations.NullMarked;
