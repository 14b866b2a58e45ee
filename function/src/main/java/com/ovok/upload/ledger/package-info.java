/** Records which file became which document, across crashes and repeated events. */
@NullMarked
package com.ovok.upload.ledger;

import org.jspecify.annotations.NullMarked;
