/**
 * What can be seen of a thread: its state, its events, its entry in the list.
 *
 * <p>Start at {@link dev.antiphon.thread.ThreadState}.
 *
 * <p><b>Threads.</b> Immutable values, safe to share.
 *
 * <p><b>Imports.</b> {@code run} and below.
 */
@NullMarked
package dev.antiphon.thread;

import org.jspecify.annotations.NullMarked;
