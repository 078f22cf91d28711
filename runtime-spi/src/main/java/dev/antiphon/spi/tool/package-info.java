/**
 * Tools from records and from JSON Schema: the schema a model sees, the check of what it sends, and
 * the conversion of arguments and results. Also arguments read while a model still writes them.
 *
 * <p>Start at {@link dev.antiphon.spi.tool.Tools}; for streamed arguments at
 * {@link dev.antiphon.spi.tool.ToolCallReader}.
 *
 * <p><b>Threads.</b> Immutable, safe to share; only a {@code ToolCallReader} is for one thread at a
 * time.
 *
 * <p><b>Imports.</b> {@code tool} and {@code message} of the core, {@code spi.json}; Jackson,
 * victools and networknt stay inside.
 */
@NullMarked
package dev.antiphon.spi.tool;

import org.jspecify.annotations.NullMarked;
