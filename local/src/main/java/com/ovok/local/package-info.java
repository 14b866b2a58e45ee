/** The local stack: what stands in for AWS and OVOK on one machine. Never deployed. */
@NullMarked
package com.ovok.local;

import org.jspecify.annotations.NullMarked;
