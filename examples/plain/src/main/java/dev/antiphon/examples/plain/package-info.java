/**
 * Chats in a plain {@code main}, for those who bring a framework of their own or none.
 *
 * <p>Start at {@link dev.antiphon.examples.plain.CoreChat}.
 *
 * <p><b>Threads.</b> The main thread asks; the runtime has threads of its own.
 *
 * <p><b>Imports.</b> The core, {@code adapters-jdbc} and the pool that it brings.
 */
@NullMarked
package dev.antiphon.examples.plain;

import org.jspecify.annotations.NullMarked;
