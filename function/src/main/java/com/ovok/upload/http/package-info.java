/** What every exchange with S3 and OVOK has in common: its connection. */
@NullMarked
package com.ovok.upload.http;

import org.jspecify.annotations.NullMarked;
