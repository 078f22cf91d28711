package dev.antiphon.testing;

import dev.antiphon.runtime.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.IntUnaryOperator;

/**
 * A clock, a timer and an executor in one, for a whole conversation on one thread: nothing runs
 * until the test says so, and the test may choose the order.
 *
 * <p><b>Threads.</b> For one thread. A task that has to wait lets others go on by calling
 * {@link #runSome} in its middle, as a scripted model does between two deltas.
 */
public final class ManualScheduler implements Executor, Timer, InstantSource {

  /** Ends a test that would otherwise go round for ever. */
  private static final int MAX_STEPS = 1_000_000;

  private final List<Runnable> ready = new ArrayList<>();
  private final PriorityQueue<Entry> timers =
      new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::sequence));
  private Choice choice;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long sequence;
  private long steps;

  private record Entry(Instant due, long sequence, Runnable task) {}

  /** Says which of the tasks that are ready runs next. */
  @FunctionalInterface
  public interface Choice {
    /**
     * Chooses.
     *
     * @param ready the tasks, oldest first; at least one
     * @return the index of one
     */
    int next(List<Runnable> ready);
  }

  /** Makes a scheduler that runs tasks in the order in which they came. */
  public ManualScheduler() {
    this(size -> 0);
  }

  /**
   * Makes a scheduler that lets somebody choose.
   *
   * @param choice given how many tasks are ready, says which one runs next
   */
  public ManualScheduler(IntUnaryOperator choice) {
    this.choice = tasks -> choice.applyAsInt(tasks.size());
  }

  /**
   * Makes a scheduler that lets somebody choose who looks at the tasks.
   *
   * @param choice says which task runs next
   */
  public static ManualScheduler choosing(Choice choice) {
    ManualScheduler scheduler = new ManualScheduler();
    scheduler.choice = choice;
    return scheduler;
  }

  @Override
  public void execute(Runnable task) {
    ready.add(task);
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    Entry entry = new Entry(now.plus(delay), ++sequence, task);
    timers.add(entry);
    return () -> timers.remove(entry);
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Returns how many tasks are ready. */
  public int readyCount() {
    return ready.size();
  }

  /** Returns how many timers wait. */
  public int timerCount() {
    return timers.size();
  }

  /** Runs one task, if one is ready; returns whether one was. */
  public boolean runOne() {
    if (ready.isEmpty()) {
      return false;
    }
    if (++steps > MAX_STEPS) {
      throw new AssertionError("More than " + MAX_STEPS + " tasks: this conversation never ends.");
    }
    ready.remove(choice.next(ready)).run();
    return true;
  }

  /**
   * Runs some tasks.
   *
   * @param atMost how many
   */
  public void runSome(int atMost) {
    for (int i = 0; i < atMost && runOne(); i++) {
      // Each turn runs one task.
    }
  }

  /** Runs until nothing is ready; time stands still. */
  public void runAll() {
    while (runOne()) {
      // Each turn runs one task.
    }
  }

  /** Forgets every task and timer: the process that had them died. */
  public void clear() {
    ready.clear();
    timers.clear();
  }

  /**
   * Moves time on, with every timer that comes due and every task that this brings. A task may call
   * it in its middle, as one does that takes its time.
   *
   * @param duration how far
   */
  public void advance(Duration duration) {
    Instant end = now.plus(duration);
    runAll();
    Entry next = timers.peek();
    while (next != null && !next.due().isAfter(end)) {
      timers.remove(next);
      now = next.due().isAfter(now) ? next.due() : now;
      next.task().run();
      runAll();
      next = timers.peek();
    }
    now = end.isAfter(now) ? end : now;
  }

  /**
   * Sets the clock, without running anything: a clock may jump.
   *
   * @param instant the new time
   */
  public void jumpTo(Instant instant) {
    now = instant;
  }
}
