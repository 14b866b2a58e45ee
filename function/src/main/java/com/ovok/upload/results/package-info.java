/** Delivers the results of transfers: to the log, to an event bus, onto the source object. */
@NullMarked
package com.ovok.upload.results;

import org.jspecify.annotations.NullMarked;
