/** The HTTP API, free of gateways: requests, responses, callers, CORS and the parsers of uploads. */
@NullMarked
package com.ovok.upload.api;

import org.jspecify.annotations.NullMarked;
