/**
 * Reads replies aloud, into sound files, with a speech program of the system: what a speech adapter
 * looks like.
 *
 * <p>Start at {@link dev.antiphon.examples.console.speech.RecordedSpeech}.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * <p><b>Imports.</b> {@code runtime-spi} and {@code runtime-core}.
 */
@NullMarked
package dev.antiphon.examples.console.speech;

import org.jspecify.annotations.NullMarked;
