/** The document API. Nothing else touches the generated client, whose FileEntryDto alone travels on. */
@NullMarked
package com.ovok.upload.ovok;

import org.jspecify.annotations.NullMarked;
