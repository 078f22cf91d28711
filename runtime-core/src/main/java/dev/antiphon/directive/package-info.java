/**
 * What stands in a text for something else, such as a mention of a tool, and how a person finds it
 * by typing a trigger character. A user interface renders it; everything here is text.
 *
 * <p>Start at {@link dev.antiphon.directive.DirectiveFormatter} and
 * {@link dev.antiphon.directive.Trigger}.
 *
 * <p><b>Threads.</b> Immutable values and pure functions, safe to share; sources call what they
 * were given on the thread that asks them.
 *
 * <p><b>Imports.</b> {@code context} and below.
 */
@NullMarked
package dev.antiphon.directive;

import org.jspecify.annotations.NullMarked;
