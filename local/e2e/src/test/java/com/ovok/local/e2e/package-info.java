/** The deployed package as real processes. */
@NullMarked
package com.ovok.local.e2e;

import org.jspecify.annotations.NullMarked;
