/**
 * What event formats say: S3 notifications, events of EventBridge, batches of messages, tasks of S3 Batch Operations,
 * and the objects in them.
 */
@NullMarked
package com.ovok.upload.event;

import org.jspecify.annotations.NullMarked;
