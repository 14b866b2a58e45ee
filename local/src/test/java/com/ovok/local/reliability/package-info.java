/** The state after crashes, faults and repeated events. */
@NullMarked
package com.ovok.local.reliability;

import org.jspecify.annotations.NullMarked;
