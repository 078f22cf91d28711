package dev.antiphon.testing;

import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * Has something happen at each moment of a scenario: before its first task, after one task, after
 * two, and so on until none is left; with its tasks in the order in which they came, in the
 * opposite one, and in some by chance.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class EveryMoment {

  private static final int ORDERS_BY_CHANCE = 20;

  private EveryMoment() {}

  /** A scenario that has begun. */
  public interface Scene {
    /** Does what comes between. */
    void intrude();

    /** Checks what came of it, when nothing is left to do. */
    void check();
  }

  /**
   * Plays a scenario again and again.
   *
   * @param scenario begins it on a fresh scheduler
   * @return how often it was played
   */
  public static int of(Function<ManualScheduler, Scene> scenario) {
    int played = play("first", () -> size -> 0, scenario);
    played += play("last", () -> size -> size - 1, scenario);
    for (long seed = 1; seed <= ORDERS_BY_CHANCE; seed++) {
      long chance = seed;
      played += play("seed " + seed, () -> new SplittableRandom(chance)::nextInt, scenario);
    }
    return played;
  }

  /** Makes the choice of one play, so that each begins with the same one. */
  private interface Choice {
    IntUnaryOperator begin();
  }

  private static int play(String name, Choice choice, Function<ManualScheduler, Scene> scenario) {
    for (int moment = 0; ; moment++) {
      ManualScheduler scheduler = new ManualScheduler(choice.begin());
      Scene scene = scenario.apply(scheduler);
      scheduler.runSome(moment);
      boolean isOver = scheduler.readyCount() == 0;
      try {
        scene.intrude();
        scheduler.runAll();
        scene.check();
      } catch (Throwable failure) {
        throw new AssertionError("After " + moment + " tasks, order: " + name, failure);
      }
      if (isOver) {
        return moment + 1;
      }
    }
  }
}
