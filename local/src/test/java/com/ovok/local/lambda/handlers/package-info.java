/** Functions that are packed into a zip and run by the Lambda runtime client in tests. */
@NullMarked
package com.ovok.local.lambda.handlers;

import org.jspecify.annotations.NullMarked;
