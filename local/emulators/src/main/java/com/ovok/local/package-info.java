/** The local environment: AWS and OVOK on one machine. Never deployed. */
@NullMarked
package com.ovok.local;

import org.jspecify.annotations.NullMarked;
