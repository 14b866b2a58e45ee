/** What event formats say: S3 notifications and batches of queue messages, and the objects in them. */
@NullMarked
package com.ovok.upload.event;

import org.jspecify.annotations.NullMarked;
