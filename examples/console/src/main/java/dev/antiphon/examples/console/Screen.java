package dev.antiphon.examples.console;

/**
 * Where text goes. Texts are printable: no control characters but line ends.
 *
 * <p><b>Threads.</b> For one thread at a time: {@link Transcript} sees to that.
 */
interface Screen {

  /**
   * Prints text where the last one ended.
   *
   * @param tone what it is
   * @param text the text
   */
  void print(Tone tone, String text);

  /** Ends the line, unless nothing stands on it. */
  void freshLine();

  /**
   * Prints a line of its own.
   *
   * @param tone what it is
   * @param text the line, without its end
   */
  default void line(Tone tone, String text) {
    freshLine();
    print(tone, text + "\n");
  }
}
