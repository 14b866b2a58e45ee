/** Signed requests to AWS services: credentials, endpoints, signatures, error codes and the JSON protocol. */
@NullMarked
package com.ovok.upload.aws;

import org.jspecify.annotations.NullMarked;
