package dev.antiphon.port;

/**
 * Reads texts aloud (rules SPEECH-1 to SPEECH-5).
 *
 * <pre>{@code
 * SpeechSynthesisAdapter espeak = SpeechSynthesisAdapter.blocking((request, started) -> {
 *   Process process = new ProcessBuilder("espeak-ng", "--", request.text()).start();
 *   request.cancellation().onCancel(process::destroy);
 *   started.run();
 *   process.waitFor();
 * });
 * }</pre>
 *
 * <p><b>Promise.</b> Once an utterance is cancelled nothing is heard of it any more, and several
 * utterances, of different threads, do not disturb each other.
 *
 * <p><b>Threads.</b> Called on a thread of the runtime that it may block, to the end of the
 * utterance if need be.
 *
 * <p><b>Check yours</b> by extending {@code SpeechSynthesisContract} from runtime-tck.
 *
 * <p>Implemented by adapters.
 */
@FunctionalInterface
public interface SpeechSynthesisAdapter {

  /**
   * Begins to read a text aloud. It may return at once and go on by itself, or when all is spoken;
   * in either case it is over when {@code progress} is told so.
   *
   * @param request the text, and the wish to stop
   * @param progress told when the sound begins and ends
   * @return the utterance; {@link Utterance#OVER} if all is spoken
   * @throws Exception if the text cannot be spoken; nothing is heard then
   */
  Utterance speak(SpeechRequest request, MediaProgress progress) throws Exception;

  /**
   * Makes an adapter of a call that returns when all is spoken.
   *
   * @param speech the call
   */
  static SpeechSynthesisAdapter blocking(BlockingSpeech speech) {
    return (request, progress) -> {
      speech.speak(request, progress::running);
      progress.ended();
      return Utterance.OVER;
    };
  }

  /** A call that reads a text aloud and returns when that is done. */
  @FunctionalInterface
  interface BlockingSpeech {
    /**
     * Reads a text aloud; returns when all is spoken, or soon after the request's
     * {@code Cancellation} said so.
     *
     * @param request the text, and the wish to stop
     * @param started to be run when the sound begins; may be left out
     * @throws Exception if it fails
     */
    void speak(SpeechRequest request, Runnable started) throws Exception;
  }
}
