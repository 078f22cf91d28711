/**
 * Messages and what they are made of.
 *
 * <p>Start at {@link dev.antiphon.message.Message}.
 *
 * <p><b>Threads.</b> Immutable values, safe to share. The one exception is
 * {@link dev.antiphon.message.TextBuffer}, which has a single writer.
 *
 * <p><b>Imports.</b> {@code error} and {@code cancel}.
 */
@NullMarked
package dev.antiphon.message;

import org.jspecify.annotations.NullMarked;
