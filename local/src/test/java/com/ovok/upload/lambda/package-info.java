/** Tests that hold parts of the handlers' package to files of the repository. */
@NullMarked
package com.ovok.upload.lambda;

import org.jspecify.annotations.NullMarked;
