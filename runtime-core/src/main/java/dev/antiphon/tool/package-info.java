/**
 * Tools, the registry that holds them, and approvals.
 *
 * <p>Start at {@link dev.antiphon.tool.Tool}.
 *
 * <p><b>Threads.</b> Immutable values, safe to share.
 *
 * <p><b>Imports.</b> {@code message} and below; never a port: a tool does not know who calls it.
 */
@NullMarked
package dev.antiphon.tool;

import org.jspecify.annotations.NullMarked;
