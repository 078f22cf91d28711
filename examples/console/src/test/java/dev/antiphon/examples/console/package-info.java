/**
 * Tests of the console: its pieces, whole conversations in this process, and {@code ConsoleIT} the
 * program as a process.
 */
@NullMarked
package dev.antiphon.examples.console;

import org.jspecify.annotations.NullMarked;
