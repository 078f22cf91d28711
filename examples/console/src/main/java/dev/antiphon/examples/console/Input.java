package dev.antiphon.examples.console;

/** Where lines come from. For one thread. */
interface Input {

  /** What was read. */
  sealed interface Entry {

    /**
     * A line.
     *
     * @param text the line, without its end
     */
    record Line(String text) implements Entry {}

    /** Ctrl-C. */
    record Interrupt() implements Entry {}

    /** Nothing comes any more. */
    record End() implements Entry {}
  }

  /** Waits for the next entry. */
  Entry next();

  /**
   * Returns whether a person types, who sees what happens meanwhile; else each line waits for the
   * reply to the one before.
   */
  boolean isInteractive();
}
