/** The HTTP API, independent of gateways: requests, responses, callers, CORS and parsers of uploads. */
@NullMarked
package com.ovok.upload.api;

import org.jspecify.annotations.NullMarked;
