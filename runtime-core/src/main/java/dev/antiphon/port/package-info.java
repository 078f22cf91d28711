/**
 * What the core asks for: the interfaces that adapters implement, and their arguments.
 *
 * <p>Start at {@link dev.antiphon.port.ChatModelAdapter}.
 *
 * <p><b>Threads.</b> Every port method may block and may throw. The core calls them on its own
 * threads, never under a lock and never on the thread of a caller, a listener or a model callback.
 *
 * <p><b>Imports.</b> {@code thread} and below.
 */
@NullMarked
package dev.antiphon.port;

import org.jspecify.annotations.NullMarked;
