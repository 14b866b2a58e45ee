/** Where a file comes from: an object in S3 or the body of a request. */
@NullMarked
package com.ovok.upload.source;

import org.jspecify.annotations.NullMarked;
