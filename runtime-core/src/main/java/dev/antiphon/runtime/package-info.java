/**
 * What the core offers, and the only moving parts: locks, threads and listeners exist only here.
 *
 * <p>Start at {@link dev.antiphon.runtime.LocalRuntime}.
 *
 * <p><b>Threads.</b> Public types are safe for use by any number of threads.
 *
 * <p><b>Imports.</b> everything in the core; nothing outside it.
 */
@NullMarked
package dev.antiphon.runtime;

import org.jspecify.annotations.NullMarked;
