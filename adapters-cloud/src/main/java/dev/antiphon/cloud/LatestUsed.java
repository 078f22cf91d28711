package dev.antiphon.cloud;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Remembers what was used last, up to a number; what is forgotten can be asked of the server again.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class LatestUsed<K, V> {

  private final Object lock = new Object();
  private final Map<K, V> values; // guarded by lock

  LatestUsed(int limit) {
    this.values = new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
      }
    };
  }

  Optional<V> get(K key) {
    synchronized (lock) {
      return Optional.ofNullable(values.get(key));
    }
  }

  void put(K key, V value) {
    synchronized (lock) {
      values.put(key, value);
    }
  }

  /**
   * Keeps a value unless there is one that will do, and returns the one that is kept.
   *
   * @param willDo told the one that there is
   */
  V keepFirst(K key, V value, Predicate<V> willDo) {
    synchronized (lock) {
      V former = values.get(key);
      if (former != null && willDo.test(former)) {
        return former;
      }
      values.put(key, value);
      return value;
    }
  }

  void remove(K key) {
    synchronized (lock) {
      values.remove(key);
    }
  }
}
