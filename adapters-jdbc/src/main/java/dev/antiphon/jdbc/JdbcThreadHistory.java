package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.Head;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps messages in a database. It can do everything but {@code RESUME}.
 *
 * <p><b>Promise.</b> A batch is one transaction. A message that cannot be read any more loads as
 * {@link StoredMessage.Unreadable}, and the rest of its thread as ever. A write whose connection is
 * lost in the commit is looked for and then repeated or not, so that it is stored once. Nothing is
 * done before the first call, which creates or migrates the tables if need be.
 *
 * <p>Give the {@link DataSource} of an {@link EmbeddedH2}, or any other of H2 or PostgreSQL; while
 * the tables are created or migrated it takes two connections. An H2 file of your own is told to
 * write commits without delay, and is to be Antiphon's alone: its transactions write one at a time,
 * those of others would not wait for them. With PostgreSQL, let the server end what takes too long:
 * {@code statement_timeout}, {@code lock_timeout}, {@code idle_in_transaction_session_timeout}.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, none of which may be interrupted inside
 * a call. Several processes may share a PostgreSQL: the revisions tell them of each other.
 */
public sealed class JdbcThreadHistory implements ThreadHistoryAdapter permits OwnedThreadHistory {

  private final Database database;
  private final InstantSource clock;

  /**
   * Makes a history; connects on the first call.
   *
   * @param dataSource where the database is
   * @throws IllegalArgumentException if it says that H2 loses what it commits
   */
  public JdbcThreadHistory(DataSource dataSource) {
    this(dataSource, InstantSource.system());
  }

  /**
   * Makes a history; connects on the first call.
   *
   * @param dataSource where the database is
   * @param clock tells when a message is stored
   * @throws IllegalArgumentException if it says that H2 loses what it commits
   */
  public JdbcThreadHistory(DataSource dataSource, InstantSource clock) {
    this(new Database(dataSource), clock);
  }

  JdbcThreadHistory(Database database, InstantSource clock) {
    this.database = database;
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public LoadedThread load(ThreadKey thread) {
    String owner = KeyText.write(thread.owner());
    String threadId = KeyText.write(thread.threadId());
    return database.read(handle -> handle
        .createQuery(Sql.LOAD_THREAD)
        .bind("owner", owner)
        .bind("thread", threadId)
        .scanResultSet((rows, context) -> read(rows.get())));
  }

  /** Stores a batch; one that expects {@link ThreadRevision#UNKNOWN} is never refused. */
  @Override
  public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
    ThreadWrite write = new ThreadWrite(thread, batch, clock.millis());
    return database.write(write::execute);
  }

  private static LoadedThread read(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return LoadedThread.EMPTY;
    }
    ThreadRevision revision = new ThreadRevision(rows.getLong(1));
    Head head = headOf(rows.getString(2), rows.getString(3));
    List<StoredMessage> items = new ArrayList<>();
    do {
      if (rows.getString(4) != null) {
        String placeholderId = "unreadable-%d-%d".formatted(rows.getLong(9), rows.getLong(10));
        items.add(MessageRow.read(rows).toStored(placeholderId));
      }
    } while (rows.next());
    return new LoadedThread(items, head, revision, false);
  }

  private static Head headOf(String state, @Nullable String id) {
    if (state.equals(ThreadWrite.HEAD_NONE)) {
      return Head.NONE;
    }
    if (!state.equals(ThreadWrite.HEAD_SET) || id == null || id.isEmpty()) {
      return Head.ABSENT;
    }
    return Head.of(new MessageId(KeyText.read(id)));
  }
}
