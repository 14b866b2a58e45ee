/** An emulator of OVOK's document API that validates callers and itself by {@code openapi.yaml}. */
@NullMarked
package com.ovok.local.ovok;

import org.jspecify.annotations.NullMarked;
