package dev.antiphon.spi;

/**
 * Makes an adapter out of its settings. What it makes is closed with the runtime if it is
 * {@code AutoCloseable}.
 *
 * <p><b>Threads.</b> Called once, on the thread that composes the runtime; it may block.
 *
 * <p>Implemented by plug-in authors.
 *
 * @param <S> the settings record
 * @param <T> what it makes
 */
@FunctionalInterface
public interface AdapterFactory<S, T> {

  /**
   * Makes the adapter.
   *
   * @param settings the settings, bound and complete
   * @throws Exception anything; the start fails and names the plug-in
   */
  T create(S settings) throws Exception;
}
