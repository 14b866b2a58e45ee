/** What every other package shares: outcomes and problems, deadlines, retries, file names, the log. */
@NullMarked
package com.ovok.upload;

import org.jspecify.annotations.NullMarked;
