/** What the function costs, measured beside what people would use instead. */
@NullMarked
package com.ovok.local.benchmark;

import org.jspecify.annotations.NullMarked;
