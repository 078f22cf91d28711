package dev.antiphon.testing;

import dev.antiphon.port.MediaProgress;
import dev.antiphon.port.SpeechRequest;
import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.port.Utterance;
import java.util.ArrayList;
import java.util.List;

/**
 * A speech adapter without sound: a test says when an utterance begins and ends.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class FakeSpeech implements SpeechSynthesisAdapter {

  private final List<Spoken> spoken = new ArrayList<>();
  private SpeechSynthesisAdapter script = (request, progress) -> keep(request, progress);

  /**
   * One utterance.
   *
   * @param request what was asked
   * @param progress to tell how it goes
   * @param log {@code cancel} if it was cancelled
   */
  public record Spoken(SpeechRequest request, MediaProgress progress, List<String> log) {}

  /** Makes an adapter that begins each utterance and leaves the rest to the test. */
  public FakeSpeech() {}

  /**
   * Sets what happens when something is to be read; {@link #keep} is what happens else.
   *
   * @param replacement what happens
   */
  public void script(SpeechSynthesisAdapter replacement) {
    script = replacement;
  }

  @Override
  public Utterance speak(SpeechRequest request, MediaProgress progress) throws Exception {
    return script.speak(request, progress);
  }

  /**
   * Keeps an utterance for the test.
   *
   * @param request what is asked
   * @param progress to tell how it goes
   */
  public Utterance keep(SpeechRequest request, MediaProgress progress) {
    Spoken utterance = new Spoken(request, progress, new ArrayList<>());
    spoken.add(utterance);
    return () -> utterance.log.add("cancel");
  }

  /** Returns the utterances, oldest first. */
  public List<Spoken> spoken() {
    return spoken;
  }

  /** Returns the newest utterance. */
  public Spoken last() {
    return spoken.get(spoken.size() - 1);
  }
}
