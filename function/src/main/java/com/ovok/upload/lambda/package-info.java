/** What Lambda calls: one handler for each event format, the settings and the composition root. */
@NullMarked
package com.ovok.upload.lambda;

import org.jspecify.annotations.NullMarked;
