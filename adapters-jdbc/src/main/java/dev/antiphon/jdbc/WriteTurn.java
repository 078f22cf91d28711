package dev.antiphon.jdbc;

import dev.antiphon.port.StorageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one transaction at a time write to an H2 file, from its first statement until its commit is
 * in the file. Thread-safe.
 *
 * <p>H2 writes the state of one table after the other while other connections go on changing them.
 * If the process dies before the next write, a transaction that was under way then is found in some
 * tables and not in others, and in an index without its row. Nobody was told that it is stored, but
 * the thread may not open any more. With one writer there is nothing to change meanwhile; ADR 0015.
 */
final class WriteTurn {

  /** Any number of transactions at a time: of a database that keeps them apart by itself. */
  static final WriteTurn FREE = new WriteTurn(null);

  private static final String H2 = "jdbc:h2:";
  private static final String FILE = "file:";

  /**
   * A file has one of these by its name, so that all who use it in this process share one. Two
   * files may have the same: then they wait for each other, which does no harm.
   */
  private static final WriteTurn[] TURNS = new WriteTurn[64];

  static {
    for (int index = 0; index < TURNS.length; index++) {
      TURNS[index] = new WriteTurn(new ReentrantLock(true));
    }
  }

  private final @Nullable ReentrantLock lock;

  private WriteTurn(@Nullable ReentrantLock lock) {
    this.lock = lock;
  }

  /**
   * Returns the turn of an H2 file.
   *
   * @param url as the driver tells it, without settings
   */
  static WriteTurn of(String url) {
    String name = url.substring(H2.length());
    String path = name.startsWith(FILE) ? name.substring(FILE.length()) : name;
    Path file =
        Path.of(path.startsWith("~") ? System.getProperty("user.home") + path.substring(1) : path);
    int place = Math.floorMod(file.toAbsolutePath().normalize().hashCode(), TURNS.length);
    return TURNS[place];
  }

  /** Returns whether a URL, as the driver tells it, is that of an H2 database in a file. */
  static boolean isH2File(String url) {
    return url.startsWith(H2)
        && !url.startsWith(H2 + "mem:")
        && !url.startsWith(H2 + "tcp:")
        && !url.startsWith(H2 + "ssl:");
  }

  /**
   * Executes a transaction when its turn has come.
   *
   * @param timeout how long it may wait
   * @param transaction begins and commits
   * @throws StorageException if the turn does not come in time: {@code timeout}
   */
  <T> T hold(Duration timeout, Supplier<T> transaction) {
    if (lock == null) {
      return transaction.get();
    }
    acquire(lock, timeout);
    try {
      return transaction.get();
    } finally {
      lock.unlock();
    }
  }

  private static void acquire(ReentrantLock lock, Duration timeout) {
    boolean isAcquired;
    try {
      isAcquired = lock.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          "unavailable",
          "The thread was interrupted while it waited to write to the database; nothing was written. Do not interrupt threads that store.",
          true,
          interrupted);
    }
    if (!isAcquired) {
      throw new StorageException(
          "timeout",
          "Other transactions kept the database file busy for %d ms; nothing was written. Try again."
              .formatted(timeout.toMillis()),
          true,
          null);
    }
  }
}
