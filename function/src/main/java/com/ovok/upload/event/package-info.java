/** The event formats, S3 notifications, EventBridge events and queue messages, and the processing of their objects. */
@NullMarked
package com.ovok.upload.event;

import org.jspecify.annotations.NullMarked;
