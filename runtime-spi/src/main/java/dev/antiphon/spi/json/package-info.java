/**
 * JSON on Jackson: values ({@link dev.antiphon.spi.json.JacksonJson}), whole messages in the form
 * {@code antiphon/v1}, which loses nothing ({@link dev.antiphon.spi.json.MessageJson}), whole
 * threads in the form of assistant-ui ({@link dev.antiphon.spi.json.ExchangeJson}), and messages in
 * the form of its cloud ({@link dev.antiphon.spi.json.AuiV0Json}).
 *
 * <p>Start at {@link dev.antiphon.spi.json.MessageJson}.
 *
 * <p><b>Threads.</b> The public classes are immutable, safe to share; all others live within one
 * call.
 *
 * <p><b>Imports.</b> {@code message}, {@code tree} and {@code port} of the core, and Jackson's
 * streaming API.
 */
@NullMarked
package dev.antiphon.spi.json;

import org.jspecify.annotations.NullMarked;
