/**
 * What a model is told beside the messages: system text, tools, settings, and how providers merge.
 *
 * <p>Start at {@link dev.antiphon.context.ModelContext}.
 *
 * <p><b>Threads.</b> Immutable values, safe to share.
 *
 * <p><b>Imports.</b> {@code tool} and below.
 */
@NullMarked
package dev.antiphon.context;

import org.jspecify.annotations.NullMarked;
