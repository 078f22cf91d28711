/**
 * The composition root: plug-ins and settings in, a running {@code LocalRuntime} out.
 *
 * <p>Start at {@link dev.antiphon.guice.Antiphon}.
 *
 * <p><b>Threads.</b> A start runs on the calling thread; what it gives may be closed by any thread.
 *
 * <p><b>Imports.</b> {@code spi}, the core, and Guice, which nothing else imports.
 */
@NullMarked
package dev.antiphon.guice;

import org.jspecify.annotations.NullMarked;
