/** A stand-in for Amazon EventBridge that keeps what it gets. */
@NullMarked
package com.ovok.local.events;

import org.jspecify.annotations.NullMarked;
