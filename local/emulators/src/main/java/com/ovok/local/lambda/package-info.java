/** The parts of AWS Lambda around a function, served on loopback. */
@NullMarked
package com.ovok.local.lambda;

import org.jspecify.annotations.NullMarked;
