/** An S3 server for tests and local runs: S3Proxy behind a gate that adds the checks that S3Proxy lacks. */
@NullMarked
package com.ovok.local.s3;

import org.jspecify.annotations.NullMarked;
