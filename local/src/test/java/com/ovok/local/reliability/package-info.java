/** What crashes, faults and repeated events leave behind. */
@NullMarked
package com.ovok.local.reliability;

import org.jspecify.annotations.NullMarked;
