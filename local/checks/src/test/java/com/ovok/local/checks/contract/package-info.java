/** Compares openapi.yaml with what the vendor publishes. */
@NullMarked
package com.ovok.local.checks.contract;

import org.jspecify.annotations.NullMarked;
