/**
 * What went wrong, in a form that can be shown.
 *
 * <p>Start at {@link dev.antiphon.error.ErrorInfo}.
 *
 * <p><b>Threads.</b> Immutable values, safe to share.
 *
 * <p><b>Imports.</b> nothing of ours.
 */
@NullMarked
package dev.antiphon.error;

import org.jspecify.annotations.NullMarked;
