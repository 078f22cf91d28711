/**
 * The branching message tree of one thread.
 *
 * <p>Start at {@link dev.antiphon.tree.MessageTree}.
 *
 * <p><b>Threads.</b> The tree is confined to one writer at a time; what it hands out is immutable.
 *
 * <p><b>Imports.</b> {@code message} and below.
 */
@NullMarked
package dev.antiphon.tree;

import org.jspecify.annotations.NullMarked;
