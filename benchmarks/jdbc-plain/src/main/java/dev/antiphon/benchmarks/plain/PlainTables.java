package dev.antiphon.benchmarks.plain;

import dev.antiphon.benchmarks.contest.ContenderProcess;
import dev.antiphon.benchmarks.contest.ContestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Tables of the same columns, keys and index as Antiphon's, and rows of the same content. */
final class PlainTables {

  static final String OWNER = "alice";

  static final String INSERT_MESSAGE =
      "insert into message (owner_id, thread_id, message_id, parent_id, batch_number, batch_place,"
          + " content, run_config, idempotency_key) values (?, ?, ?, ?, ?, 0, ?, null, null)";

  static final String UPDATE_THREAD =
      "update thread set revision = revision + 1, write_token = ?, head_state = 'set', head_id = ?,"
          + " last_message_at = ?, active_at = ?"
          + " where owner_id = ? and thread_id = ? and revision = ?";

  private static final List<String> TABLES = List.of(
      """
      create table thread (
        owner_id varchar(1280) not null,
        thread_id varchar(640) not null,
        revision bigint not null,
        write_token varchar(64),
        head_state varchar(8) not null,
        head_id varchar(640),
        last_message_at bigint,
        active_at bigint not null,
        primary key (owner_id, thread_id)
      )""",
      "create index thread_by_activity on thread (owner_id, active_at, thread_id)",
      """
      create table message (
        owner_id varchar(1280) not null,
        thread_id varchar(640) not null,
        message_id varchar(640) not null,
        parent_id varchar(640),
        batch_number bigint not null,
        batch_place integer not null,
        content text not null,
        run_config text,
        idempotency_key varchar(640),
        primary key (owner_id, thread_id, message_id),
        foreign key (owner_id, thread_id) references thread (owner_id, thread_id) on delete cascade
      )""",
      "create index message_by_append on message (owner_id, thread_id, batch_number, batch_place)");

  private final DataSource dataSource;

  PlainTables(ContestDatabase database) throws SQLException {
    dataSource = database.dataSource();
    database.execute(TABLES);
  }

  DataSource dataSource() {
    return dataSource;
  }

  /** Stores a thread of so many messages. */
  void fill(String thread, int messages) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement(
          "insert into thread (owner_id, thread_id, revision, head_state, head_id, active_at)"
              + " values (?, ?, ?, 'set', ?, 1)")) {
        insert.setString(1, OWNER);
        insert.setString(2, thread);
        insert.setLong(3, messages);
        insert.setString(4, id(thread, messages));
        insert.executeUpdate();
      }
      try (PreparedStatement insert = connection.prepareStatement(INSERT_MESSAGE)) {
        for (int number = 1; number <= messages; number++) {
          bindMessage(insert, thread, number, ContenderProcess.text(number));
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  static void bindMessage(PreparedStatement insert, String thread, long number, String text)
      throws SQLException {
    String id = id(thread, number);
    insert.setString(1, OWNER);
    insert.setString(2, thread);
    insert.setString(3, id);
    insert.setString(4, number == 1 ? null : id(thread, number - 1));
    insert.setLong(5, number);
    insert.setString(6, content(id, text));
  }

  static String id(String thread, long number) {
    return thread + "-message-" + number;
  }

  /** Returns a message in the form {@code antiphon/v1}; the text needs no escapes. */
  private static String content(String id, String text) {
    return "{\"v\":1,\"id\":\"" + id + "\",\"role\":\"user\",\"createdAt\":"
        + "\"2026-01-02T03:04:05.678Z\",\"content\":[{\"type\":\"text\",\"text\":\"" + text
        + "\"}]}";
  }
}
