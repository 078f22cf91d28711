/** Tests of the composition root. */
@NullMarked
package dev.antiphon.guice;

import org.jspecify.annotations.NullMarked;
