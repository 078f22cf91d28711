/**
 * Tools from records and from JSON Schema: the schema a model sees, the check of what it sends, and
 * the conversion of arguments and results.
 *
 * <p>Start at {@link dev.antiphon.spi.tool.Tools}.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 *
 * <p><b>Imports.</b> {@code tool} and {@code message} of the core; Jackson, victools and networknt
 * stay inside.
 */
@NullMarked
package dev.antiphon.spi.tool;

import org.jspecify.annotations.NullMarked;
