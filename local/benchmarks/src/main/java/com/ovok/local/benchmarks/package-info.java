/** The cost of the function, compared with the alternatives. */
@NullMarked
package com.ovok.local.benchmarks;

import org.jspecify.annotations.NullMarked;
