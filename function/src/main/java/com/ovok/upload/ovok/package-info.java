/** The OVOK document API. Only this package uses the generated client; of its types, only FileEntryDto leaves it. */
@NullMarked
package com.ovok.upload.ovok;

import org.jspecify.annotations.NullMarked;
