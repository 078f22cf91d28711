/**
 * The wish that work under way should stop.
 *
 * <p>Start at {@link dev.antiphon.cancel.Cancellation}.
 *
 * <p><b>Threads.</b> Only the contract stands here; the runtime supplies it.
 *
 * <p><b>Imports.</b> nothing of ours.
 */
@NullMarked
package dev.antiphon.cancel;

import org.jspecify.annotations.NullMarked;
