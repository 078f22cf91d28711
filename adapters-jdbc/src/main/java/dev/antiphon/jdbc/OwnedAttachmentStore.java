package dev.antiphon.jdbc;

import java.time.InstantSource;

/** A store of files of the plug-in's: closing it gives its database back. */
final class OwnedAttachmentStore extends JdbcAttachmentStore implements AutoCloseable {

  private final SharedDatabases.Lease lease;

  OwnedAttachmentStore(SharedDatabases.Lease lease) {
    super(lease.database(), InstantSource.system());
    this.lease = lease;
  }

  @Override
  public void close() {
    lease.close();
  }
}
