package dev.antiphon.web;

import dev.antiphon.runtime.Subscription;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.thread.ThreadEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Writes the events of one run into a log, and leaves when the run has ended. */
final class RunFollower {

  /** Stands for a listening that is over before it was known. */
  private static final Subscription OVER = () -> {};

  private final UiMessageEncoder encoder;
  private final StreamLog log;
  private final Runnable whenEnded;
  private final AtomicReference<Subscription> subscription = new AtomicReference<>();

  private RunFollower(UiMessageEncoder encoder, StreamLog log, Runnable whenEnded) {
    this.encoder = encoder;
    this.log = log;
    this.whenEnded = whenEnded;
  }

  /**
   * Begins to follow.
   *
   * @param thread the thread of the run
   * @param encoder makes frames of its events
   * @param from the first event that may be of the run
   * @param log where the frames go
   * @param whenEnded told once, after the last frame
   */
  static void follow(
      ThreadRuntime thread,
      UiMessageEncoder encoder,
      long from,
      StreamLog log,
      Runnable whenEnded) {
    RunFollower follower = new RunFollower(encoder, log, whenEnded);
    Subscription begun = thread.subscribe(from, follower::accept);
    if (!follower.subscription.compareAndSet(null, begun)) {
      begun.close();
    }
  }

  private void accept(ThreadEvent event) {
    if (log.isEnded()) {
      return;
    }
    // A snapshot in place of the events asked for: they are not here any more.
    List<byte[]> frames = event instanceof ThreadEvent.Snapshot
        ? encoder.cut("The reply was too fast for the stream. Load the thread again.")
        : encoder.encode(event);
    if (encoder.isFinished()) {
      end(frames);
      return;
    }
    for (byte[] frame : frames) {
      if (!log.append(frame)) {
        end(encoder.cut("The reply is too long for the stream. Load the thread again."));
        return;
      }
    }
  }

  private void end(List<byte[]> last) {
    log.end(last);
    Subscription begun = subscription.getAndSet(OVER);
    if (begun != null) {
      begun.close();
    }
    whenEnded.run();
  }
}
