/** Tests of the plug-in contract. */
@NullMarked
package dev.antiphon.spi;

import org.jspecify.annotations.NullMarked;
