package dev.antiphon.runtime;

/**
 * Makes ids. Injected, so that a conversation can be replayed.
 *
 * <p><b>Threads.</b> Called by any number of threads, also under the lock of a thread: must not
 * block.
 */
@FunctionalInterface
public interface IdSource {

  /**
   * Returns a new id; later ids sort after earlier ones.
   *
   * @param prefix says what it is for: 1 to 8 lower-case letters
   * @return at most 48 characters of {@code A-Z a-z 0-9 _ -}
   */
  String next(String prefix);
}
