package dev.antiphon.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An executor whose tasks can be held in the middle of a call and go on in any order: each runs on
 * a thread of its own, but only one at a time, and only when the test says so. So a storage may do
 * its part at one moment and answer at another.
 *
 * <p><b>Threads.</b> For one test thread; {@link #hold} is called by tasks.
 */
public final class HeldCalls implements Executor {

  private static final ThreadFactory DAEMONS = task -> {
    Thread thread = new Thread(task, "held-call");
    thread.setDaemon(true);
    return thread;
  };

  private static final ExecutorService STRANDS = Executors.newCachedThreadPool(DAEMONS);
  private static final ThreadLocal<Strand> CURRENT = new ThreadLocal<>();

  private final ManualScheduler scheduler;
  private final Predicate<Runnable> mayHold;
  private final List<Strand> held = new ArrayList<>();
  private boolean isInline;

  /** One task, and where it is held. */
  private static final class Strand {
    private final Semaphore goesOn = new Semaphore(0);
    private final Semaphore isStill = new Semaphore(0);
    private volatile String place = "";
    private volatile @Nullable Throwable failure;
  }

  /**
   * Makes an executor.
   *
   * @param scheduler says when a task begins
   * @param mayHold which tasks may be held; the others run on the test's thread, which is faster
   */
  public HeldCalls(ManualScheduler scheduler, Predicate<Runnable> mayHold) {
    this.scheduler = scheduler;
    this.mayHold = mayHold;
  }

  /**
   * Returns what finds the tasks that come from the code of some classes.
   *
   * @param simpleNames the names of the classes
   */
  public static Predicate<Runnable> from(String... simpleNames) {
    return task -> {
      String name = task.getClass().getName();
      return Arrays.stream(simpleNames).anyMatch(each -> name.contains("." + each + "$"));
    };
  }

  @Override
  public void execute(Runnable task) {
    scheduler.execute(mayHold.test(task) ? () -> begin(task) : () -> runInline(task));
  }

  private void runInline(Runnable task) {
    boolean wasInline = isInline;
    isInline = true;
    try {
      task.run();
    } finally {
      isInline = wasInline;
    }
  }

  private void begin(Runnable task) {
    Strand strand = new Strand();
    STRANDS.execute(() -> {
      CURRENT.set(strand);
      try {
        task.run();
      } catch (Throwable thrown) {
        strand.failure = thrown;
      } finally {
        CURRENT.remove();
        strand.isStill.release();
      }
    });
    awaitStill(strand);
  }

  private static void awaitStill(Strand strand) {
    strand.isStill.acquireUninterruptibly();
    if (strand.failure != null) {
      throw new AssertionError("A task failed", strand.failure);
    }
  }

  /**
   * Holds the task that calls it until the test lets it go on; does nothing on the test's thread.
   *
   * @param place where it is, to be told from others
   */
  public void hold(String place) {
    Strand strand = CURRENT.get();
    if (strand == null && isInline) {
      throw new AssertionError("A task was not expected to be held at '" + place + "'.");
    }
    if (strand == null) {
      return;
    }
    strand.place = place;
    held.add(strand);
    strand.isStill.release();
    strand.goesOn.acquireUninterruptibly();
  }

  /** Returns where tasks are held, in the order in which they came there. */
  public List<String> places() {
    return held.stream().map(strand -> strand.place).toList();
  }

  /** Returns whether a task is held somewhere. */
  public boolean isAnyHeld() {
    return !held.isEmpty();
  }

  /**
   * Lets a task go on until it is held again or ends, and then everything that follows from it.
   *
   * @param index which of the held ones
   */
  public void letGo(int index) {
    Strand strand = held.remove(index);
    strand.goesOn.release();
    awaitStill(strand);
    scheduler.runAll();
  }

  /**
   * Lets a task go on.
   *
   * @param place where it is held
   */
  public void letGo(String place) {
    int index = places().indexOf(place);
    if (index < 0) {
      throw new AssertionError("Nothing is held at '" + place + "', only at " + places() + ".");
    }
    letGo(index);
  }

  /** Runs everything, the held ones oldest first, until nothing is held. */
  public void letAllGo() {
    scheduler.runAll();
    while (isAnyHeld()) {
      letGo(0);
    }
  }
}
