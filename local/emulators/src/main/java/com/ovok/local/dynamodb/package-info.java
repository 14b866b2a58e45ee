/** The server of the ledger's table. */
@NullMarked
package com.ovok.local.dynamodb;

import org.jspecify.annotations.NullMarked;
