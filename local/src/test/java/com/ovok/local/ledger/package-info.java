/** What every ledger keeps to, and what the one in DynamoDB keeps to besides. */
@NullMarked
package com.ovok.local.ledger;

import org.jspecify.annotations.NullMarked;
