package dev.antiphon.cloud;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Calls that whoever asks for the same thing at the same time shares.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. The first one calls, under no lock; the
 * others wait for its outcome.
 */
final class SharedCalls<K, V> {

  private final ConcurrentMap<K, CompletableFuture<V>> calls = new ConcurrentHashMap<>();

  V of(K key, Supplier<V> call) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> other = calls.putIfAbsent(key, mine);
    if (other != null) {
      return outcome(other);
    }
    try {
      V value = call.get();
      mine.complete(value);
      return value;
    } catch (RuntimeException | Error failure) {
      mine.completeExceptionally(failure);
      throw failure;
    } finally {
      calls.remove(key, mine);
    }
  }

  /** Returns what a call came to, or throws what it threw. */
  static <V> V outcome(CompletableFuture<V> call) {
    try {
      return call.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof CloudException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
