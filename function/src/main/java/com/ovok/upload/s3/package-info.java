/** Shared by downloads from and uploads to S3: the HTTP client and the parsing of S3's errors. */
@NullMarked
package com.ovok.upload.s3;

import org.jspecify.annotations.NullMarked;
