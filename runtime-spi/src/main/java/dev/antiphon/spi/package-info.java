/**
 * The plug-in contract: how a jar offers its adapters, and how settings reach them.
 *
 * <p>Start at {@link dev.antiphon.spi.RuntimePlugin}. Whoever composes a runtime starts at
 * {@link dev.antiphon.spi.Plugins}.
 *
 * <p><b>Threads.</b> Discovery and creation happen on the thread that composes the runtime;
 * {@link dev.antiphon.spi.Settings}, {@link dev.antiphon.spi.Offer} and
 * {@link dev.antiphon.spi.Secret} are immutable.
 *
 * <p><b>Imports.</b> The ports of the core and below; no JSON, no dependency injection.
 */
@NullMarked
package dev.antiphon.spi;

import org.jspecify.annotations.NullMarked;
