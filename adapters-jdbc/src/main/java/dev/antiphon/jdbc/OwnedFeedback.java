package dev.antiphon.jdbc;

import java.time.InstantSource;

/** A keeper of feedback of the plug-in's: closing it gives its database back. */
final class OwnedFeedback extends JdbcFeedback implements AutoCloseable {

  private final SharedDatabases.Lease lease;

  OwnedFeedback(SharedDatabases.Lease lease) {
    super(lease.database(), InstantSource.system());
    this.lease = lease;
  }

  @Override
  public void close() {
    lease.close();
  }
}
