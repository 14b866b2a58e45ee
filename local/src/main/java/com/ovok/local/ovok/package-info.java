/** The document API of OVOK on this machine: an emulator that holds callers and itself to {@code openapi.yaml}. */
@NullMarked
package com.ovok.local.ovok;

import org.jspecify.annotations.NullMarked;
