/** The local run: the main job, and the servers that keep running with -Dserve. */
@NullMarked
package com.ovok.local.run;

import org.jspecify.annotations.NullMarked;
