/** Shared by all packages: failures, deadlines, retries, file names, the log. */
@NullMarked
package com.ovok.upload;

import org.jspecify.annotations.NullMarked;
