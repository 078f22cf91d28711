/**
 * In-memory implementations of the storage ports: the embedded default.
 *
 * <p>Start at {@link dev.antiphon.memory.InMemoryThreadHistory}.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * <p><b>Imports.</b> {@code port} and below.
 */
@NullMarked
package dev.antiphon.memory;

import org.jspecify.annotations.NullMarked;
