package dev.antiphon.port;

/**
 * Writes down what a person says (rules DICT-1 to DICT-6).
 *
 * <pre>{@code
 * DictationAdapter dictation = (request, writer) -> {
 *   Recognizer recognizer = new Recognizer(microphone);
 *   recognizer.onGuess(writer::interim);
 *   recognizer.onPhrase(writer::transcript);
 *   recognizer.onEnd(writer::ended);
 *   recognizer.start();
 *   return DictationSession.of(recognizer::finish, recognizer::abort);
 * };
 * }</pre>
 *
 * <p><b>Threads.</b> Called on a thread of the runtime that it may block.
 *
 * <p><b>Check yours</b> by extending {@code DictationContract} from runtime-tck.
 *
 * <p>Implemented by adapters.
 */
@FunctionalInterface
public interface DictationAdapter {

  /**
   * Begins to listen. It may return at once and go on by itself, or when all is said; in either
   * case it is over when {@code writer} is told so.
   *
   * @param request for which thread, and the wish to stop
   * @param writer takes what is understood
   * @return the session
   * @throws Exception if nobody can be listened to; nothing is left behind then
   */
  DictationSession listen(DictationRequest request, DictationWriter writer) throws Exception;

  /**
   * Returns whether a person should not type while it listens, because typing and speaking would
   * get into each other's way. Never blocks.
   */
  default boolean disablesInput() {
    return false;
  }
}
