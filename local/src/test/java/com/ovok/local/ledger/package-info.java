/** The contract of all ledgers, and the tests of the one in DynamoDB. */
@NullMarked
package com.ovok.local.ledger;

import org.jspecify.annotations.NullMarked;
