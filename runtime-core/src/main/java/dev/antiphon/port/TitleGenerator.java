package dev.antiphon.port;

/**
 * Makes the title of a thread (rules TITLE-1 to TITLE-5).
 *
 * <p><b>Threads.</b> Called on a thread of the runtime that it may block; it stops when the
 * request's {@code Cancellation} says so.
 *
 * <p><b>Check yours</b> by extending {@code TitleGeneratorContract} from runtime-tck.
 *
 * <p>Implemented by adapters.
 */
@FunctionalInterface
public interface TitleGenerator {

  /**
   * Writes a title piece by piece. Nothing written, or only blanks, means that the thread keeps the
   * title it has.
   *
   * @param request what was said
   * @param title takes the title; closed once this method has returned
   * @throws Exception if it fails; the runtime emits {@code TitleFailed} and keeps the title
   */
  void generateTitle(TitleRequest request, TextWriter title) throws Exception;
}
