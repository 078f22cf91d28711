package dev.antiphon.jdbc;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.ThreadConflictException;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.Reparented;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way into the database: the same in every attempt, so it is encoded before the
 * transaction begins.
 *
 * <p>The thread's row comes first: its update checks the revision, takes the row's lock, and sets
 * head and time. A usual batch is that statement and one round of inserts or updates.
 */
final class ThreadWrite {

  static final String HEAD_ABSENT = "absent";
  static final String HEAD_NONE = "none";
  static final String HEAD_SET = "set";

  private final ThreadKey thread;
  private final String owner;
  private final String threadId;
  private final ThreadRevision expected;
  private final BatchPlan plan;
  private final List<MessageRow> rows;
  private final long now;

  /** Names this write in the thread's row. */
  private final String token = WriteTokens.next();

  ThreadWrite(ThreadKey thread, HistoryBatch batch, long now) {
    this.thread = thread;
    this.owner = KeyText.write(thread.owner());
    this.threadId = KeyText.write(thread.threadId());
    this.expected = batch.expected();
    this.plan = BatchPlan.of(batch.entries());
    this.rows =
        plan.written().stream().map(written -> MessageRow.of(written.item())).toList();
    this.now = now;
  }

  /**
   * Executes the batch in a transaction of the caller's.
   *
   * @param handle where
   * @param isRepeated whether an attempt before failed, perhaps since what the batch appends is
   *     stored already
   */
  ThreadRevision execute(Handle handle, boolean isRepeated) {
    Optional<Long> written = isRepeated ? written(handle) : Optional.empty();
    if (written.isPresent()) {
      return new ThreadRevision(written.get());
    }
    long revision = advance(handle);
    delete(handle);
    move(handle);
    List<Integer> inserts = new ArrayList<>();
    List<Integer> updates = new ArrayList<>();
    for (int place = 0; place < rows.size(); place++) {
      boolean isInsert = plan.written().get(place).isNew() && !isRepeated;
      (isInsert ? inserts : updates).add(place);
    }
    insert(handle, inserts, revision);
    List<Integer> missing = update(handle, updates);
    insert(handle, missing, revision);
    if (!missing.isEmpty() && !plan.appends()) {
      bindThread(handle.createUpdate(Sql.TOUCH_THREAD)).bind("now", now).execute();
    }
    return new ThreadRevision(revision);
  }

  /** Returns the revision if the attempt before did take place, though nobody could tell. */
  private Optional<Long> written(Handle handle) {
    return bindThread(handle.createQuery(Sql.SELECT_WRITTEN))
        .bind("token", token)
        .mapTo(Long.class)
        .findOne();
  }

  /** Moves the thread to its next revision, and returns it. */
  private long advance(Handle handle) {
    if (expected.equals(ThreadRevision.UNKNOWN)) {
      Optional<Long> found = revision(handle, Sql.LOCK_REVISION);
      return found.isPresent() ? advanceFrom(handle, found.get()).orElseThrow() : create(handle);
    }
    Optional<Long> next = advanceFrom(handle, expected.value());
    if (next.isPresent()) {
      return next.get();
    }
    Optional<Long> found = revision(handle, Sql.SELECT_REVISION);
    if (found.isEmpty() && expected.equals(ThreadRevision.NEW)) {
      return create(handle);
    }
    throw new ThreadConflictException(thread, expected, new ThreadRevision(found.orElse(0L)));
  }

  private Optional<Long> advanceFrom(Handle handle, long revision) {
    Update update = bindThread(handle.createUpdate(advanceSql()))
        .bind("token", token)
        .bind("expected", revision);
    if (plan.head() != null) {
      bindHead(update, plan.head());
    }
    if (plan.appends()) {
      update.bind("now", now);
    }
    int updated = update.execute();
    return updated == 1 ? Optional.of(Math.addExact(revision, 1)) : Optional.empty();
  }

  private String advanceSql() {
    if (plan.appends()) {
      return plan.head() == null ? Sql.ADVANCE_THREAD_WITH_MESSAGE : Sql.ADVANCE_THREAD_WITH_BOTH;
    }
    return plan.head() == null ? Sql.ADVANCE_THREAD : Sql.ADVANCE_THREAD_WITH_HEAD;
  }

  /** Creates the row of a thread that nobody created in the list. */
  private long create(Handle handle) {
    Update insert = bindThread(handle.createUpdate(Sql.INSERT_THREAD))
        .bind("revision", 1L)
        .bind("token", token)
        .bind("lastMessageAt", plan.written().isEmpty() ? null : (Long) now)
        .bind("now", now);
    bindHead(insert, plan.head() == null ? Head.ABSENT : plan.head());
    insert.execute();
    return 1;
  }

  private Optional<Long> revision(Handle handle, String sql) {
    return bindThread(handle.createQuery(sql)).mapTo(Long.class).findOne();
  }

  private void delete(Handle handle) {
    if (plan.removed().isEmpty()) {
      return;
    }
    for (String sql : List.of(Sql.DELETE_FEEDBACK, Sql.DELETE_MESSAGE)) {
      PreparedBatch batch = handle.prepareBatch(sql);
      for (MessageId id : plan.removed()) {
        bindThread(batch).bind("message", KeyText.write(id.value())).add();
      }
      batch.execute();
    }
  }

  private void move(Handle handle) {
    if (plan.moved().isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(Sql.MOVE_MESSAGE);
    for (Reparented moved : plan.moved()) {
      bindThread(batch)
          .bind("message", KeyText.write(moved.messageId().value()))
          .bind("parent", textOf(moved.newParentId()))
          .add();
    }
    batch.execute();
  }

  private void insert(Handle handle, List<Integer> places, long revision) {
    executeForEach(handle, Sql.INSERT_MESSAGE, places, (statement, place) -> {
      bindRow(statement, place);
      statement.bind("batchNumber", revision).bind("batchPlace", place);
    });
  }

  /** Replaces rows, and returns those that were not there. */
  private List<Integer> update(Handle handle, List<Integer> places) {
    int[] updated = executeForEach(handle, Sql.UPDATE_MESSAGE, places, this::bindRow);
    List<Integer> missing = new ArrayList<>();
    for (int index = 0; index < updated.length; index++) {
      if (updated[index] == 0) {
        missing.add(places.get(index));
      }
    }
    return missing;
  }

  /** Binds what a statement needs for one row. */
  private interface RowBinding {
    void bind(SqlStatement<?> statement, int place);
  }

  /**
   * Executes a statement for each row, and returns how many rows each changed. One row is the usual
   * case, and not a batch: PostgreSQL's driver keeps no plan for a batch of one.
   */
  private static int[] executeForEach(
      Handle handle, String sql, List<Integer> places, RowBinding binding) {
    if (places.isEmpty()) {
      return new int[0];
    }
    if (places.size() == 1) {
      Update update = handle.createUpdate(sql);
      binding.bind(update, places.get(0));
      return new int[] {update.execute()};
    }
    PreparedBatch batch = handle.prepareBatch(sql);
    for (int place : places) {
      binding.bind(batch, place);
      batch.add();
    }
    return batch.execute();
  }

  private void bindRow(SqlStatement<?> statement, int place) {
    MessageRow row = rows.get(place);
    statement
        .bind("owner", owner)
        .bind("thread", threadId)
        .bind("message", row.messageId())
        .bind("parent", row.parentId())
        .bind("content", row.content())
        .bind("runConfig", row.runConfig())
        .bind("idempotencyKey", row.idempotencyKey());
  }

  private <S extends SqlStatement<S>> S bindThread(S statement) {
    return statement.bind("owner", owner).bind("thread", threadId);
  }

  private static <S extends SqlStatement<S>> void bindHead(S statement, Head head) {
    String state = !head.isGiven() ? HEAD_ABSENT : head.messageId() == null ? HEAD_NONE : HEAD_SET;
    statement.bind("headState", state).bind("headId", textOf(head.messageId()));
  }

  private static @Nullable String textOf(@Nullable MessageId id) {
    return id == null ? null : KeyText.write(id.value());
  }
}
