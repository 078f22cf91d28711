package dev.antiphon.web;

import dev.antiphon.runtime.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a stream has been silent for long enough that it should say something: the end of a
 * connection is noticed only by who writes to it.
 *
 * <p>Looks twice in the time of a beat, so that no silence is longer than that.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; the timer calls it.
 */
final class Heartbeat {

  private final Timer timer;
  private final Duration look;
  private final Runnable wake;
  private boolean wasRead;
  private boolean isDue;
  private boolean isStopped;
  private Timer.@Nullable Scheduled next;

  private Heartbeat(Timer timer, Duration beat, Runnable wake) {
    this.timer = timer;
    this.look = beat.dividedBy(2);
    this.wake = wake;
  }

  /**
   * Starts one.
   *
   * @param timer wakes it
   * @param beat the longest silence
   * @param wake told, under no lock, that a beat is due
   */
  static Heartbeat start(Timer timer, Duration beat, Runnable wake) {
    Heartbeat heartbeat = new Heartbeat(timer, beat, wake);
    heartbeat.schedule();
    return heartbeat;
  }

  private synchronized void schedule() {
    if (!isStopped) {
      next = timer.schedule(look, this::look);
    }
  }

  private void look() {
    boolean wakes;
    synchronized (this) {
      isDue = !wasRead && !isStopped;
      wasRead = false;
      wakes = isDue;
    }
    schedule();
    if (wakes) {
      wake.run();
    }
  }

  /** Notes that the stream said something. */
  synchronized void spoken() {
    wasRead = true;
    isDue = false;
  }

  /** Returns whether a beat is due, once. */
  synchronized boolean takeDue() {
    boolean was = isDue;
    isDue = false;
    return was;
  }

  synchronized void stop() {
    isStopped = true;
    isDue = false;
    if (next != null) {
      next.cancel();
    }
  }
}
