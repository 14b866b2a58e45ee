/** What both ways to S3 share: the HTTP client and the reading of S3's errors. */
@NullMarked
package com.ovok.upload.s3;

import org.jspecify.annotations.NullMarked;
