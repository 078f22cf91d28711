package dev.antiphon.attachments;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;

/** How much an owner has in a store, files that are being put included. Thread-safe. */
final class OwnerUsage {

  private final StoreLimits limits;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private long bytes;

  @GuardedBy("lock")
  private long files;

  OwnerUsage(StoreLimits limits, long bytes, long files) {
    this.limits = limits;
    this.bytes = bytes;
    this.files = files;
  }

  /** Takes room; StorageException if there is not that much. */
  void take(long moreBytes, long moreFiles) {
    lock.lock();
    try {
      if (bytes + moreBytes > limits.maxOwnerBytes()
          || files + moreFiles > limits.maxOwnerFiles()) {
        throw StoreFailures.ownerFull(limits);
      }
      bytes += moreBytes;
      files += moreFiles;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(long lessBytes, long lessFiles) {
    lock.lock();
    try {
      bytes -= lessBytes;
      files -= lessFiles;
    } finally {
      lock.unlock();
    }
  }
}
