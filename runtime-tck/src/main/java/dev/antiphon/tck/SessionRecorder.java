package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Role;
import dev.antiphon.port.DictationWriter;
import dev.antiphon.port.VoiceWriter;
import dev.antiphon.thread.VoiceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Records what a speech, dictation or voice adapter tells of one session, in order, and apart from
 * it what comes after the end, which the runtime would drop. Thread-safe.
 */
final class SessionRecorder implements DictationWriter, VoiceWriter {

  /** How long a real device or service may take to say something. */
  private static final long PATIENCE_MILLIS = 30_000;

  /**
   * Something that was told.
   *
   * @param kind the name of the method
   * @param text what it was given, or the empty text
   */
  record Told(String kind, String text) {}

  private final List<Told> told = new ArrayList<>();
  private final List<Told> late = new ArrayList<>();
  private boolean isClosed;
  private boolean isVolumeRight = true;

  /** Ends the session from outside, as the runtime does when it is cancelled. */
  synchronized void close() {
    isClosed = true;
    notifyAll();
  }

  /** Returns what was told after the end. */
  synchronized List<Told> late() {
    return List.copyOf(late);
  }

  /** Returns what was told until the end, volumes left out. */
  synchronized List<Told> told() {
    return List.copyOf(told);
  }

  /** Returns the kinds of what was told so far, in order. */
  List<String> kinds() {
    return told().stream().map(Told::kind).toList();
  }

  synchronized boolean isVolumeRight() {
    return isVolumeRight;
  }

  /** Waits for something to be told, and fails the test if it is not. */
  synchronized void await(String what, Predicate<Told> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (told.stream().noneMatch(wanted)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      assertThat(left).as("%s within 30 s; was told %s", what, told).isPositive();
      wait(left);
    }
  }

  /** Waits for the end, however it comes. */
  void awaitOver() throws InterruptedException {
    await("the end", SessionRecorder::isEnd);
  }

  static boolean isEnd(Told told) {
    return told.kind().equals("ended") || told.kind().equals("failed");
  }

  private synchronized void add(String kind, String text) {
    Told now = new Told(kind, text);
    (isClosed ? late : told).add(now);
    if (isEnd(now)) {
      isClosed = true;
    }
    notifyAll();
  }

  @Override
  public void running() {
    add("running", "");
  }

  @Override
  public void ended() {
    add("ended", "");
  }

  @Override
  public void failed(Throwable cause) {
    add("failed", cause.toString());
  }

  @Override
  public synchronized boolean isClosed() {
    return isClosed;
  }

  @Override
  public void interim(String text) {
    add("interim", text);
  }

  @Override
  public void transcript(String text) {
    add("transcript", text);
  }

  @Override
  public void interim(Role role, String text) {
    add("interim " + role, text);
  }

  @Override
  public void transcript(Role role, String text) {
    add("transcript " + role, text);
  }

  @Override
  public void mode(VoiceMode mode) {
    add("mode", mode.name());
  }

  @Override
  public synchronized void volume(double volume) {
    isVolumeRight &= Double.isFinite(volume);
  }
}
