package dev.antiphon.tck;

import dev.antiphon.message.Role;
import dev.antiphon.port.DictationWriter;
import dev.antiphon.port.VoiceWriter;
import dev.antiphon.thread.VoiceMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what an adapter tells of a session, and drops nothing that comes after the end. */
final class ObservedSession implements DictationWriter, VoiceWriter {

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  /** Returns what was told, in order, as {@code name: words}. */
  List<String> told() {
    return List.copyOf(told);
  }

  /** Returns what it failed with. */
  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /** Returns whether the end is told in time. */
  boolean isEndedWithin(Duration patience) throws InterruptedException {
    return end.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Returns whether somebody's final words came, whatever their case. */
  boolean hasHeard(String speaker, String words) {
    String expected = normal(speaker + ": " + words);
    return told.stream().anyMatch(each -> normal(each).equals(expected));
  }

  private static String normal(String text) {
    return text.strip().toLowerCase(java.util.Locale.ROOT).replaceAll("[.!?]+$", "");
  }

  @Override
  public void running() {
    told.add("running");
  }

  @Override
  public void ended() {
    told.add("ended");
    end.countDown();
  }

  @Override
  public void failed(Throwable cause) {
    told.add("failed");
    failures.add(cause);
    end.countDown();
  }

  @Override
  public boolean isClosed() {
    return end.getCount() == 0;
  }

  @Override
  public void interim(String text) {
    told.add("interim: " + text);
  }

  @Override
  public void transcript(String text) {
    told.add("final: " + text);
  }

  @Override
  public void interim(Role role, String text) {
    told.add("interim " + role + ": " + text);
  }

  @Override
  public void transcript(Role role, String text) {
    told.add(role + ": " + text);
  }

  @Override
  public void mode(VoiceMode mode) {
    told.add("mode: " + mode);
  }

  @Override
  public void volume(double volume) {
    // Comes often, and says nothing that could be wrong: what is outside of 0 to 1 is cut off.
  }
}
