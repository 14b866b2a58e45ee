/** Where a file comes from: an object in a bucket or the body of a request. */
@NullMarked
package com.ovok.upload.source;

import org.jspecify.annotations.NullMarked;
