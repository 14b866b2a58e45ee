/** What event formats say: S3 notifications, events of EventBridge, batches of messages, and the objects in them. */
@NullMarked
package com.ovok.upload.event;

import org.jspecify.annotations.NullMarked;
