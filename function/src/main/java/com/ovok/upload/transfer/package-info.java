/** The use case: one file becomes one document. */
@NullMarked
package com.ovok.upload.transfer;

import org.jspecify.annotations.NullMarked;
