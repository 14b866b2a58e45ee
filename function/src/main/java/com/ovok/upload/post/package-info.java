/** The presigned form upload to S3. */
@NullMarked
package com.ovok.upload.post;

import org.jspecify.annotations.NullMarked;
