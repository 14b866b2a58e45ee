/** The event formats, S3 notifications and batches of queue messages, and the processing of their objects. */
@NullMarked
package com.ovok.upload.event;

import org.jspecify.annotations.NullMarked;
