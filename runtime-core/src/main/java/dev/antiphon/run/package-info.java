/**
 * The life of one run, from the first command to its end; pure.
 *
 * <p>Start at {@link dev.antiphon.run.RunTable}.
 *
 * <p><b>Threads.</b> Values, and a reply under construction that is confined to one writer. Who
 * replaces them, and under which lock, is the business of {@code dev.antiphon.runtime}.
 *
 * <p><b>Imports.</b> {@code context} and below; never {@code port}: a run does not know who drives
 * it.
 */
@NullMarked
package dev.antiphon.run;

import org.jspecify.annotations.NullMarked;
