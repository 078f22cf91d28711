package dev.antiphon.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Chooses by priorities that seldom change, as probabilistic concurrency testing does: each kind of
 * task has a random priority, and the kind that is ready and has the highest runs, until one of a
 * few moments gives another kind the lowest. This finds orders that a uniform choice hardly ever
 * makes, such as a listener that gets nothing for a whole run.
 *
 * <p>Two tasks are of one kind if they come from the same line of code.
 */
public final class PriorityChoice implements ManualScheduler.Choice {

  private final RandomGenerator random;
  private final int oneIn;
  private final Map<Class<?>, Double> priorities = new HashMap<>();
  private double lowest;

  /**
   * Makes a choice.
   *
   * @param random draws priorities and moments
   * @param oneIn in how many tasks the priorities change once, on average
   */
  public PriorityChoice(RandomGenerator random, int oneIn) {
    this.random = random;
    this.oneIn = oneIn;
  }

  @Override
  public int next(List<Runnable> ready) {
    int best = 0;
    for (int i = 1; i < ready.size(); i++) {
      if (priority(ready.get(i)) > priority(ready.get(best))) {
        best = i;
      }
    }
    if (random.nextInt(oneIn) == 0) {
      lowest -= 1;
      priorities.put(ready.get(best).getClass(), lowest);
    }
    return best;
  }

  private double priority(Runnable task) {
    return priorities.computeIfAbsent(task.getClass(), kind -> random.nextDouble());
  }
}
