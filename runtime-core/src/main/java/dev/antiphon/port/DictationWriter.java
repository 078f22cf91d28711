package dev.antiphon.port;

/**
 * Takes what a dictation adapter understands.
 *
 * <p>Implemented by the runtime.
 */
public interface DictationWriter extends MediaProgress {

  /**
   * Takes what has been understood of the phrase that is being said; replaces what it took before
   * of that phrase.
   *
   * @param text the words so far, without what was final before
   */
  void interim(String text);

  /**
   * Takes a phrase as it stays; the next one is a new phrase.
   *
   * @param text the words
   */
  void transcript(String text);
}
