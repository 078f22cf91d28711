/** Tests of the typed tools. */
@NullMarked
package dev.antiphon.spi.tool;

import org.jspecify.annotations.NullMarked;
