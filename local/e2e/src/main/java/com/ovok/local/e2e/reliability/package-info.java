/** The state after crashes, faults and repeated events. */
@NullMarked
package com.ovok.local.e2e.reliability;

import org.jspecify.annotations.NullMarked;
