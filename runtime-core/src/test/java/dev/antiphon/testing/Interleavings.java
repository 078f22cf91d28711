package dev.antiphon.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a scenario once for each sequence of choices that it can make: every order in which calls
 * may go on.
 */
public final class Interleavings {

  /** Ends a scenario that has more orders than anybody meant. */
  private static final int MOST = 50_000;

  private final List<Integer> path = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private int depth;

  private Interleavings() {}

  /**
   * Runs a scenario in every order.
   *
   * @param scenario asks which of several goes on; depends on nothing but the answers
   * @return how many orders there are
   * @throws AssertionError naming the choices, if it fails in one of them
   */
  public static int all(Consumer<Interleavings> scenario) {
    Interleavings choices = new Interleavings();
    int count = 0;
    do {
      choices.depth = 0;
      try {
        scenario.accept(choices);
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError(
            "Fails with the choices " + choices.path + ": " + failure.getMessage(), failure);
      }
      if (++count > MOST) {
        throw new AssertionError("More than " + MOST + " orders: make the scenario smaller.");
      }
    } while (choices.next());
    return count;
  }

  /**
   * Chooses.
   *
   * @param size how many there are, at least one
   * @return the index of one
   */
  public int choose(int size) {
    if (depth == path.size()) {
      path.add(0);
      widths.add(size);
    }
    return path.get(depth++);
  }

  /** Goes to the next sequence of choices; returns whether there is one. */
  private boolean next() {
    while (!path.isEmpty()) {
      int last = path.size() - 1;
      if (path.get(last) + 1 < widths.get(last)) {
        path.set(last, path.get(last) + 1);
        return true;
      }
      path.remove(last);
      widths.remove(last);
    }
    return false;
  }
}
