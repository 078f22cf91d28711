/** Tests of the plug-in {@code speech}, with a program that is installed or with a fake. */
@NullMarked
package dev.antiphon.examples.console.speech;

import org.jspecify.annotations.NullMarked;
