/** Functions that tests pack into a zip and run with the Lambda runtime client. */
@NullMarked
package com.ovok.local.lambda.handlers;

import org.jspecify.annotations.NullMarked;
