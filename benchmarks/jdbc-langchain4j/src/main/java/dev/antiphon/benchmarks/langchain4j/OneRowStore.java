package dev.antiphon.benchmarks.langchain4j;

import dev.antiphon.benchmarks.contest.ContestDatabase;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * A store as the port asks for it, whose {@code updateMessages} is given the whole conversation:
 * one row holds it as JSON in LangChain4j's own form. That is how the SQL store of its community
 * modules keeps it too.
 */
final class OneRowStore implements ChatMemoryStore {

  private static final String TABLE =
      "create table chat_memory (memory_id varchar(255) primary key, content text not null)";

  private final DataSource dataSource;
  private final String upsert;

  OneRowStore(ContestDatabase database) throws SQLException {
    database.execute(List.of(TABLE));
    dataSource = database.dataSource();
    upsert = database.isPostgres()
        ? "insert into chat_memory (memory_id, content) values (?, ?)"
            + " on conflict (memory_id) do update set content = excluded.content"
        : "merge into chat_memory (memory_id, content) key (memory_id) values (?, ?)";
  }

  @Override
  public List<ChatMessage> getMessages(Object memoryId) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select content from chat_memory where memory_id = ?")) {
      select.setString(1, memoryId.toString());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next()
            ? ChatMessageDeserializer.messagesFromJson(rows.getString(1))
            : List.of();
      }
    } catch (SQLException failed) {
      throw new IllegalStateException("Cannot read the conversation.", failed);
    }
  }

  @Override
  public void updateMessages(Object memoryId, List<ChatMessage> messages) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(upsert)) {
      update.setString(1, memoryId.toString());
      update.setString(2, ChatMessageSerializer.messagesToJson(messages));
      update.executeUpdate();
    } catch (SQLException failed) {
      throw new IllegalStateException("Cannot store the conversation.", failed);
    }
  }

  @Override
  public void deleteMessages(Object memoryId) {
    throw new UnsupportedOperationException("The contest deletes nothing.");
  }
}
