/**
 * What attachment adapters are made of: which files are accepted, and the parts that a model gets
 * of a file.
 *
 * <p>Start at {@link dev.antiphon.attachment.AcceptList}.
 *
 * <p><b>Threads.</b> Immutable values and pure functions, safe to share.
 *
 * <p><b>Imports.</b> {@code message}.
 */
@NullMarked
package dev.antiphon.attachment;

import org.jspecify.annotations.NullMarked;
