package dev.antiphon.cloud;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one caller at a time do something for a key. A lock is kept as long as somebody wants it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. A lock is held during a call of the
 * cloud, which has a time limit; whoever holds it waits for no other.
 */
final class KeyedLocks<K> {

  /** A lock, and how many hold it or wait for it; counted inside of the map's own locks. */
  private static final class Wanted {
    private final ReentrantLock lock = new ReentrantLock();
    private int callers;
  }

  private final ConcurrentMap<K, Wanted> locks = new ConcurrentHashMap<>();

  <T> T alone(K key, Supplier<T> call) {
    ReentrantLock lock = wanted(key);
    lock.lock();
    try {
      return call.get();
    } finally {
      lock.unlock();
      locks.computeIfPresent(key, (each, wanted) -> released(wanted));
    }
  }

  private ReentrantLock wanted(K key) {
    Wanted wanted = locks.compute(key, (each, known) -> {
      Wanted lock = known == null ? new Wanted() : known;
      lock.callers++;
      return lock;
    });
    return wanted.lock;
  }

  private static @Nullable Wanted released(Wanted wanted) {
    wanted.callers--;
    return wanted.callers == 0 ? null : wanted;
  }
}
