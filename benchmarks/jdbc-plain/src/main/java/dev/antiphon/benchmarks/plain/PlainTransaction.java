package dev.antiphon.benchmarks.plain;

import dev.antiphon.benchmarks.contest.Contender;
import dev.antiphon.benchmarks.contest.ContenderProcess;
import dev.antiphon.benchmarks.contest.ContestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The floor: the transaction that stores a message and the thread's head, checks the revision and
 * commits, written by hand.
 */
final class PlainTransaction implements Contender {

  private final PlainTables tables;
  private final Map<String, Long> revisions = new HashMap<>();

  private PlainTransaction(ContestDatabase database) throws SQLException {
    tables = new PlainTables(database);
  }

  public static void main(String[] arguments) throws Exception {
    ContenderProcess.serve(arguments, PlainTransaction::new);
  }

  @Override
  public void fill(String conversation, int messages) throws SQLException {
    tables.fill(conversation, messages);
    revisions.put(conversation, (long) messages);
  }

  @Override
  public void append(String conversation, String text) throws SQLException {
    long revision = revisions.get(conversation);
    long now = System.currentTimeMillis();
    try (Connection connection = tables.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement update = connection.prepareStatement(PlainTables.UPDATE_THREAD)) {
        update.setString(1, "token-" + revision);
        update.setString(2, PlainTables.id(conversation, revision + 1));
        update.setLong(3, now);
        update.setLong(4, now);
        update.setString(5, PlainTables.OWNER);
        update.setString(6, conversation);
        update.setLong(7, revision);
        if (update.executeUpdate() != 1) {
          throw new SQLException("The thread is at another revision than " + revision + ".");
        }
      }
      try (PreparedStatement insert = connection.prepareStatement(PlainTables.INSERT_MESSAGE)) {
        PlainTables.bindMessage(insert, conversation, revision + 1, text);
        insert.executeUpdate();
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
    revisions.put(conversation, revision + 1);
  }
}
