package dev.antiphon.jdbc;

import java.time.InstantSource;

/** A history of the plug-in's: closing it gives its database back. */
final class OwnedThreadHistory extends JdbcThreadHistory implements AutoCloseable {

  private final SharedDatabases.Lease lease;

  OwnedThreadHistory(SharedDatabases.Lease lease) {
    super(lease.database(), InstantSource.system());
    this.lease = lease;
  }

  @Override
  public void close() {
    lease.close();
  }
}
