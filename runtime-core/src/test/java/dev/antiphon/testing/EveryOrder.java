package dev.antiphon.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a scenario once for every order in which its tasks can run: each time more than one is
 * ready, each of them goes first once.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class EveryOrder {

  private final List<Integer> chosen = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private int next;

  private EveryOrder() {}

  /**
   * Runs a scenario in every order.
   *
   * @param atMost how many runs the scenario is known to need at most
   * @param scenario given a fresh scheduler, does everything and checks it; deterministic but for
   *     the order of tasks
   * @return how many orders there are
   */
  public static int of(int atMost, Consumer<ManualScheduler> scenario) {
    EveryOrder orders = new EveryOrder();
    int runs = 0;
    do {
      if (++runs > atMost) {
        throw new AssertionError("There are more than " + atMost + " orders.");
      }
      orders.run(scenario);
    } while (orders.advance());
    return runs;
  }

  private void run(Consumer<ManualScheduler> scenario) {
    next = 0;
    sizes.clear();
    try {
      scenario.accept(new ManualScheduler(this::choose));
    } catch (Throwable failure) {
      throw new AssertionError("In the order " + chosen, failure);
    }
  }

  private int choose(int size) {
    if (next == chosen.size()) {
      chosen.add(0);
    }
    sizes.add(size);
    return chosen.get(next++);
  }

  /** Goes to the next order; returns whether there is one. */
  private boolean advance() {
    while (chosen.size() > sizes.size()) {
      chosen.remove(chosen.size() - 1);
    }
    while (!chosen.isEmpty()) {
      int last = chosen.size() - 1;
      int choice = chosen.get(last) + 1;
      if (choice < sizes.get(last)) {
        chosen.set(last, choice);
        return true;
      }
      chosen.remove(last);
    }
    return false;
  }
}
