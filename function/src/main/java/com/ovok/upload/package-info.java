/** Carries arriving files into OVOK: the outcome types that every other package speaks. */
@NullMarked
package com.ovok.upload;

import org.jspecify.annotations.NullMarked;
