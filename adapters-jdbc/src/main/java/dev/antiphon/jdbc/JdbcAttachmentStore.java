package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.FileId;
import dev.antiphon.port.UnknownFileException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Keeps the bytes of attached files in a database, in pieces: a file of any size takes the memory
 * of one piece, written or read.
 *
 * <p><b>Promise.</b> A file is there when all of it is, and not before: no transaction waits for
 * the bytes to come. What a process leaves half written when it dies is deleted a day later, when
 * its owner stores the next large file. Nothing is done before the first call, which creates or
 * migrates the tables if need be.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. They may be interrupted, here and in a
 * stream that was opened: what talks to the database is another thread.
 */
public sealed class JdbcAttachmentStore implements AttachmentStore permits OwnedAttachmentStore {

  static final int CHUNK_BYTES = 256 * 1024;

  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

  private final Database database;
  private final InstantSource clock;

  /**
   * Makes a store; connects on the first call.
   *
   * @param dataSource where the database is; as for {@link JdbcThreadHistory}
   * @throws IllegalArgumentException as for {@link JdbcThreadHistory}
   */
  public JdbcAttachmentStore(DataSource dataSource) {
    this(dataSource, InstantSource.system());
  }

  /**
   * Makes a store; connects on the first call.
   *
   * @param dataSource where the database is; as for {@link JdbcThreadHistory}
   * @param clock tells when a file was stored
   * @throws IllegalArgumentException as for {@link JdbcThreadHistory}
   */
  public JdbcAttachmentStore(DataSource dataSource, InstantSource clock) {
    this(new Database(dataSource), clock);
  }

  JdbcAttachmentStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public FileId put(String owner, InputStream content) throws IOException {
    FileRows rows = new FileRows(database, owner, new FileId(UUID.randomUUID().toString()));
    long now = clock.millis();
    byte[] first = content.readNBytes(CHUNK_BYTES);
    if (first.length < CHUNK_BYTES) {
      rows.insertWhole(first, now);
      return rows.file();
    }
    rows.begin(now, now - ABANDONED_AFTER.toMillis());
    try {
      putChunks(rows, first, content);
    } catch (IOException | RuntimeException | Error failed) {
      takeBack(rows, failed);
      throw failed;
    }
    return rows.file();
  }

  private static void putChunks(FileRows rows, byte[] first, InputStream content)
      throws IOException {
    long size = 0;
    int place = 0;
    for (byte[] chunk = first; chunk.length > 0; chunk = content.readNBytes(CHUNK_BYTES)) {
      rows.insertChunk(place, chunk);
      size += chunk.length;
      place++;
    }
    rows.complete(size);
  }

  private static void takeBack(FileRows rows, Throwable failed) {
    try {
      rows.delete();
    } catch (RuntimeException notDeleted) {
      // Nobody has its id, and it goes when it is a day old.
      failed.addSuppressed(notDeleted);
    }
  }

  @Override
  public InputStream open(String owner, FileId file) {
    FileRows rows = new FileRows(database, owner, file);
    Optional<Long> size = rows.size();
    return new ChunkedInputStream(rows, size.orElseThrow(() -> new UnknownFileException(file)));
  }

  @Override
  public void delete(String owner, FileId file) {
    new FileRows(database, owner, file).delete();
  }
}
