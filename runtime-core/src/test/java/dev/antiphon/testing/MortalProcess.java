package dev.antiphon.testing;

import dev.antiphon.runtime.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * One life of a process on a {@link ManualScheduler}: when it dies, its tasks and timers are gone,
 * and whatever still stands on the stack gets nothing done any more.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class MortalProcess implements Executor, Timer {

  private final ManualScheduler scheduler;
  private boolean isDead;

  /** Thrown at what a dead process would still do. */
  public static final class Died extends Error {
    private Died() {
      super("The process died.", null, false, false);
    }
  }

  /**
   * Starts a life.
   *
   * @param scheduler what runs its tasks; nobody else's while it lives
   */
  public MortalProcess(ManualScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Kills it. */
  public void kill() {
    if (!isDead) {
      isDead = true;
      scheduler.clear();
    }
  }

  /** Returns whether it was killed. */
  public boolean isDead() {
    return isDead;
  }

  /**
   * Does nothing while it lives.
   *
   * @throws Died if it does not
   */
  public void check() {
    if (isDead) {
      throw new Died();
    }
  }

  @Override
  public void execute(Runnable task) {
    if (!isDead) {
      scheduler.execute(task);
    }
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    return isDead ? () -> {} : scheduler.schedule(delay, task);
  }
}
