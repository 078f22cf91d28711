package dev.antiphon.jdbc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The databases that the plug-in's adapters use: adapters of equal settings share one, which is
 * closed with the last of them. Thread-safe.
 */
final class SharedDatabases {

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<JdbcSettings.Location, Shared> shared = new HashMap<>();

  /** Returns a share of the database that the settings mean; it connects on first use. */
  Lease lease(JdbcSettings settings) {
    JdbcSettings.Location location = settings.location();
    lock.lock();
    try {
      Shared found = shared.get(location);
      if (found == null) {
        found = new Shared(location.connect());
        shared.put(location, found);
      }
      found.leases++;
      return new Lease(location, found);
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(Lease lease) {
    lock.lock();
    try {
      if (lease.isClosed) {
        return;
      }
      lease.isClosed = true;
      lease.shared.leases--;
      if (lease.shared.leases == 0) {
        shared.remove(lease.location);
        lease.shared.source.close().run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A database in use, and by how many; guarded by the lock. */
  private static final class Shared {
    private final DatabaseSource source;
    private final Database database;
    private int leases;

    Shared(DatabaseSource source) {
      this.source = source;
      this.database = new Database(source.dataSource());
    }
  }

  /** One adapter's share of a database. */
  final class Lease {
    private final JdbcSettings.Location location;
    private final Shared shared;
    private boolean isClosed;

    private Lease(JdbcSettings.Location location, Shared shared) {
      this.location = location;
      this.shared = shared;
    }

    Database database() {
      return shared.database;
    }

    /** Gives the share back; again does nothing. */
    void close() {
      giveBack(this);
    }
  }
}
