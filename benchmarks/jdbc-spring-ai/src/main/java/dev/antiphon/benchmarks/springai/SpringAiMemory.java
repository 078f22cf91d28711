package dev.antiphon.benchmarks.springai;

import dev.antiphon.benchmarks.contest.Contender;
import dev.antiphon.benchmarks.contest.ContenderProcess;
import dev.antiphon.benchmarks.contest.ContestDatabase;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;

/**
 * Spring AI's chat memory on its JDBC repository, with a window that holds the whole conversation.
 */
final class SpringAiMemory implements Contender {

  private static final int WINDOW = 1_000_000;

  private final JdbcChatMemoryRepository repository;
  private final ChatMemory memory;

  private SpringAiMemory(ContestDatabase database) throws Exception {
    database.execute(schema(database.isPostgres() ? "postgresql" : "h2"));
    repository =
        JdbcChatMemoryRepository.builder().dataSource(database.dataSource()).build();
    memory = MessageWindowChatMemory.builder()
        .chatMemoryRepository(repository)
        .maxMessages(WINDOW)
        .build();
  }

  public static void main(String[] arguments) throws Exception {
    ContenderProcess.serve(arguments, SpringAiMemory::new);
  }

  @Override
  public void fill(String conversation, int messages) {
    repository.saveAll(
        conversation,
        IntStream.rangeClosed(1, messages)
            .mapToObj(number -> (Message) new UserMessage(ContenderProcess.text(number)))
            .toList());
  }

  @Override
  public void append(String conversation, String text) {
    memory.add(conversation, new UserMessage(text));
  }

  /** Returns the statements of the schema that its jar brings. */
  private static List<String> schema(String database) throws Exception {
    String file = "/org/springframework/ai/chat/memory/repository/jdbc/schema-" + database + ".sql";
    try (InputStream sql = JdbcChatMemoryRepository.class.getResourceAsStream(file)) {
      String text =
          new String(Objects.requireNonNull(sql, file).readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split(";"))
          .map(String::strip)
          .filter(statement -> !statement.isEmpty())
          .toList();
    }
  }
}
