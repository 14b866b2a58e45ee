/** An S3 server for tests and local runs: S3Proxy behind a gate that is as strict as S3 where S3Proxy is not. */
@NullMarked
package com.ovok.local.s3;

import org.jspecify.annotations.NullMarked;
