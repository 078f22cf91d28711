package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Json;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadPage;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.thread.UnknownThreadException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the list of threads in a database, in the same tables as {@link JdbcThreadHistory}: a
 * thread with messages is listed, the newest message decides its place (rule LIST-26), and deleting
 * it deletes its messages and what {@link JdbcFeedback} keeps of them.
 *
 * <p><b>Promise.</b> Nothing is done before the first call, which creates or migrates the tables if
 * need be. Titles are kept as text of any characters but NUL and lone surrogates, which become
 * U+FFFD.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, none of which may be interrupted inside
 * a call.
 */
public sealed class JdbcThreadList implements RemoteThreadListAdapter permits OwnedThreadList {

  private static final JacksonJson JSON = new JacksonJson();

  private final Database database;
  private final InstantSource clock;

  /**
   * Makes a list; connects on the first call.
   *
   * @param dataSource where the database is; as for {@link JdbcThreadHistory}
   * @throws IllegalArgumentException as for {@link JdbcThreadHistory}
   */
  public JdbcThreadList(DataSource dataSource) {
    this(dataSource, InstantSource.system());
  }

  /**
   * Makes a list; connects on the first call.
   *
   * @param dataSource where the database is; as for {@link JdbcThreadHistory}
   * @param clock tells when a thread is created
   * @throws IllegalArgumentException as for {@link JdbcThreadHistory}
   */
  public JdbcThreadList(DataSource dataSource, InstantSource clock) {
    this(new Database(dataSource), clock);
  }

  JdbcThreadList(Database database, InstantSource clock) {
    this.database = database;
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public ThreadPage list(String owner, @Nullable String cursor) {
    String ownerId = KeyText.write(owner);
    if (cursor == null) {
      return pageOf(database.read(handle -> handle
          .createQuery(Sql.FIRST_PAGE)
          .bind("owner", ownerId)
          .map((row, context) -> ListedRow.read(row))
          .list()));
    }
    ListCursor after = ListCursor.parse(cursor);
    return pageOf(database.read(handle -> handle
        .createQuery(Sql.NEXT_PAGE)
        .bind("owner", ownerId)
        .bind("activeAt", after.activeAt())
        .bind("after", after.threadId())
        .map((row, context) -> ListedRow.read(row))
        .list()));
  }

  @Override
  public ThreadRecord initialize(ThreadKey thread) {
    long now = clock.millis();
    return database.write((handle, isRepeated) -> {
      // The first attempt takes it to be new; a duplicate key brings the second one here.
      Optional<ThreadRecord> existing = isRepeated ? find(handle, thread) : Optional.empty();
      return existing.orElseGet(() -> create(handle, thread, now));
    });
  }

  @Override
  public Optional<ThreadRecord> fetch(ThreadKey thread) {
    return database.read(handle -> find(handle, thread));
  }

  @Override
  public void rename(ThreadKey thread, String title) {
    String wellFormed = WellFormedText.of(title);
    change(thread, Sql.SET_TITLE, update -> update.bind("title", wellFormed));
  }

  @Override
  public void archive(ThreadKey thread) {
    change(thread, Sql.SET_STATUS, update -> update.bind("status", ListedRow.ARCHIVED));
  }

  @Override
  public void unarchive(ThreadKey thread) {
    change(thread, Sql.SET_STATUS, update -> update.bind("status", ListedRow.REGULAR));
  }

  @Override
  public void delete(ThreadKey thread) {
    database.write((handle, isRepeated) -> {
      bind(handle.createUpdate(Sql.DELETE_FEEDBACK_OF_THREAD), thread).execute();
      return bind(handle.createUpdate(Sql.DELETE_THREAD), thread).execute();
    });
  }

  @Override
  public void updateCustom(ThreadKey thread, @Nullable Map<String, Object> custom) {
    String json = custom == null ? null : JSON.write(Json.objectOf(custom, "custom"));
    change(thread, Sql.SET_CUSTOM, update -> update.bind("custom", json));
  }

  private void change(ThreadKey thread, String sql, Consumer<Update> values) {
    int changed = database.write((handle, isRepeated) -> {
      Update update = bind(handle.createUpdate(sql), thread);
      values.accept(update);
      return update.execute();
    });
    if (changed == 0) {
      throw new UnknownThreadException(thread);
    }
  }

  private static ThreadRecord create(Handle handle, ThreadKey thread, long now) {
    bind(handle.createUpdate(Sql.INSERT_THREAD), thread)
        .bind("revision", 0L)
        .bind("token", (String) null)
        .bind("headState", ThreadWrite.HEAD_ABSENT)
        .bind("headId", (String) null)
        .bind("lastMessageAt", (Long) null)
        .bind("now", now)
        .execute();
    return ThreadRecord.builder(thread.threadId()).build();
  }

  private static Optional<ThreadRecord> find(Handle handle, ThreadKey thread) {
    return bind(handle.createQuery(Sql.SELECT_RECORD), thread)
        .map((row, context) -> ListedRow.read(row).toRecord())
        .findOne();
  }

  private static ThreadPage pageOf(List<ListedRow> rows) {
    boolean isMore = rows.size() > Sql.PAGE_SIZE;
    List<ListedRow> page = isMore ? rows.subList(0, Sql.PAGE_SIZE) : rows;
    return new ThreadPage(
        page.stream().map(ListedRow::toRecord).toList(),
        isMore ? page.get(page.size() - 1).toCursor().toText() : null);
  }

  private static <S extends SqlStatement<S>> S bind(S statement, ThreadKey thread) {
    return statement
        .bind("owner", KeyText.write(thread.owner()))
        .bind("thread", KeyText.write(thread.threadId()));
  }
}
