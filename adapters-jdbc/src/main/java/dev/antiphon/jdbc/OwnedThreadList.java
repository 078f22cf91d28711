package dev.antiphon.jdbc;

import java.time.InstantSource;

/** A list of the plug-in's: closing it gives its database back. */
final class OwnedThreadList extends JdbcThreadList implements AutoCloseable {

  private final SharedDatabases.Lease lease;

  OwnedThreadList(SharedDatabases.Lease lease) {
    super(lease.database(), InstantSource.system());
    this.lease = lease;
  }

  @Override
  public void close() {
    lease.close();
  }
}
