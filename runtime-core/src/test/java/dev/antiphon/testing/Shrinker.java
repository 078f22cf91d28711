package dev.antiphon.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Takes commands out of a failing program as long as it fails: delta debugging. */
public final class Shrinker {

  private static final int MAX_RUNS = 5_000;

  private Shrinker() {}

  /**
   * Returns a part of a program that still fails, and no longer does without any one command.
   *
   * @param program a program that fails
   * @param fails runs a program and says whether it fails
   * @param <C> a command
   */
  public static <C> List<C> shrink(List<C> program, Predicate<List<C>> fails) {
    List<C> smallest = program;
    int runs = 0;
    int chunk = Math.max(1, program.size() / 2);
    while (runs < MAX_RUNS) {
      int before = smallest.size();
      for (int from = smallest.size() - chunk; from > -chunk && runs < MAX_RUNS; from -= chunk) {
        List<C> candidate = without(smallest, Math.max(0, from), from + chunk);
        runs++;
        if (fails.test(candidate)) {
          smallest = candidate;
        }
      }
      if (chunk == 1 && smallest.size() == before) {
        return smallest;
      }
      chunk = Math.max(1, chunk / 2);
    }
    return smallest;
  }

  private static <C> List<C> without(List<C> program, int from, int to) {
    List<C> rest = new ArrayList<>(program.subList(0, from));
    rest.addAll(program.subList(Math.min(to, program.size()), program.size()));
    return rest;
  }
}
