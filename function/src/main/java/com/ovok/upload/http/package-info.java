/** Shared by all exchanges over HTTP: connections, deadlines, early responses. */
@NullMarked
package com.ovok.upload.http;

import org.jspecify.annotations.NullMarked;
