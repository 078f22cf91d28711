/**
 * The plug-in {@code demo}: a model and three tools that need no network and no key, so that a
 * newcomer sees streaming, reasoning, tool calls, approvals and failures at once. It is a
 * demonstration, no language model.
 *
 * <p>Start at {@link dev.antiphon.examples.console.demo.DemoPlugin}, then {@code DemoModel}.
 *
 * <p><b>Threads.</b> What the plug-in makes is safe for use by any number of threads.
 *
 * <p><b>Imports.</b> The plug-in contract and the core; nothing of the console.
 */
@NullMarked
package dev.antiphon.examples.console.demo;

import org.jspecify.annotations.NullMarked;
