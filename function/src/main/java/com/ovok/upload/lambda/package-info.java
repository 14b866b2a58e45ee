/** The handlers that Lambda calls, the gateways' event formats, the settings and the composition root. */
@NullMarked
package com.ovok.upload.lambda;

import org.jspecify.annotations.NullMarked;
