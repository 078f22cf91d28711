package dev.antiphon.tck;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs one action on several threads that start at the same moment. */
final class Together {

  private Together() {}

  /** Returns what each action returned or threw, in the order of their numbers. */
  static List<Object> run(int threads, IntFunction<Callable<Object>> actions) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Object>> futures = new ArrayList<>();
      for (int number = 0; number < threads; number++) {
        Callable<Object> action = actions.apply(number);
        futures.add(executor.submit(() -> {
          start.await();
          return action.call();
        }));
      }
      List<Object> outcomes = new ArrayList<>();
      for (Future<Object> future : futures) {
        outcomes.add(outcomeOf(future));
      }
      return outcomes;
    } finally {
      executor.shutdown();
    }
  }

  private static Object outcomeOf(Future<Object> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      return requireNonNull(failed.getCause());
    }
  }
}
