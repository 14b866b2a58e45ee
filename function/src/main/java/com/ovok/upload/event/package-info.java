/** The event formats of S3, EventBridge, S3 Batch Operations and SQS, and the processing of their objects. */
@NullMarked
package com.ovok.upload.event;

import org.jspecify.annotations.NullMarked;
