/**
 * A chat in the terminal: the main program that shows what the runtime does.
 *
 * <p>Start at {@link dev.antiphon.examples.console.ConsoleMain}; then {@code Program} for the life
 * of one run of it, {@code Chat} for what can be asked of it, and {@code Transcript} for how states
 * of a thread become text on a screen.
 *
 * <p><b>Threads.</b> Lines are read and commands run on the main thread; states of the thread
 * arrive on threads of the runtime. {@code Transcript} has the one lock that puts both on the
 * screen in an order.
 *
 * <p><b>Imports.</b> The core, {@code runtime-guice} and settings; plug-ins are found at run time.
 */
@NullMarked
package dev.antiphon.examples.console;

import org.jspecify.annotations.NullMarked;
