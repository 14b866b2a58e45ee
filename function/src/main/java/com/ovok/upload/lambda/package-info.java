/** The handlers that Lambda calls, the HTTP API behind two of them, the settings and the composition root. */
@NullMarked
package com.ovok.upload.lambda;

import org.jspecify.annotations.NullMarked;
