package dev.antiphon.benchmarks.plain;

import dev.antiphon.benchmarks.contest.Contender;
import dev.antiphon.benchmarks.contest.ContenderProcess;
import dev.antiphon.benchmarks.contest.ContestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** One INSERT that commits by itself: no head, no revision, nobody else. */
final class BareInsert implements Contender {

  private final PlainTables tables;
  private final Map<String, Long> sizes = new HashMap<>();

  private BareInsert(ContestDatabase database) throws SQLException {
    tables = new PlainTables(database);
  }

  public static void main(String[] arguments) throws Exception {
    ContenderProcess.serve(arguments, BareInsert::new);
  }

  @Override
  public void fill(String conversation, int messages) throws SQLException {
    tables.fill(conversation, messages);
    sizes.put(conversation, (long) messages);
  }

  @Override
  public void append(String conversation, String text) throws SQLException {
    long number = sizes.merge(conversation, 1L, Long::sum);
    try (Connection connection = tables.dataSource().getConnection();
        PreparedStatement insert = connection.prepareStatement(PlainTables.INSERT_MESSAGE)) {
      PlainTables.bindMessage(insert, conversation, number, text);
      insert.executeUpdate();
    }
  }
}
