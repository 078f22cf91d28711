package dev.antiphon.spi;

import dev.antiphon.port.AttachmentStore;

/**
 * Makes an adapter that stores files, out of its settings and the store that was chosen. What it
 * makes is closed with the runtime if it is {@code AutoCloseable}; the store is not its to close.
 *
 * <p><b>Threads.</b> Called once, on the thread that composes the runtime; it may block.
 *
 * <p>Implemented by plug-in authors.
 *
 * @param <S> the settings record
 * @param <T> what it makes
 */
@FunctionalInterface
public interface StoringFactory<S, T> {

  /**
   * Makes the adapter.
   *
   * @param settings the settings, bound and complete
   * @param store where its files go
   * @throws Exception anything; the start fails and names the plug-in
   */
  T create(S settings, AttachmentStore store) throws Exception;
}
