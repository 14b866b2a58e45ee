/** Benchmarks with access to the package of the same name. */
@NullMarked
package com.ovok.upload.post;

import org.jspecify.annotations.NullMarked;
