/** Checks of the repository itself: sources, poms, workflows, template, documents. */
@NullMarked
package com.ovok.local.checks;

import org.jspecify.annotations.NullMarked;
