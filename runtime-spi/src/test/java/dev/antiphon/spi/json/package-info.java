/** Tests of the JSON forms. */
@NullMarked
package dev.antiphon.spi.json;

import org.jspecify.annotations.NullMarked;
