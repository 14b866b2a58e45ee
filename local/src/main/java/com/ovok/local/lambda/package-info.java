/** The parts of AWS Lambda that a function needs around it, served on loopback. */
@NullMarked
package com.ovok.local.lambda;

import org.jspecify.annotations.NullMarked;
