/** Tests of the plug-in {@code demo}. */
@NullMarked
package dev.antiphon.examples.console.demo;

import org.jspecify.annotations.NullMarked;
