package dev.antiphon.benchmarks.contest;

/** Something that stores the messages of conversations in a database. Called from one thread. */
public interface Contender {

  /** Makes one. */
  @FunctionalInterface
  interface Factory {
    /**
     * Makes a contender whose tables are there.
     *
     * @param database an empty one
     */
    Contender open(ContestDatabase database) throws Exception;
  }

  /**
   * Stores the first messages of a conversation, in whatever way is fast.
   *
   * @param conversation its id
   * @param messages how many
   */
  void fill(String conversation, int messages) throws Exception;

  /**
   * Stores one more message, the way an application does. This is what is measured.
   *
   * @param conversation its id
   * @param text what is said
   */
  void append(String conversation, String text) throws Exception;
}
