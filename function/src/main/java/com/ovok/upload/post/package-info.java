/** The upload of a file to S3 with a presigned POST. */
@NullMarked
package com.ovok.upload.post;

import org.jspecify.annotations.NullMarked;
