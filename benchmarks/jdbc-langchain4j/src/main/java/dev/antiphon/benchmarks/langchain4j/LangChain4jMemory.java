package dev.antiphon.benchmarks.langchain4j;

import dev.antiphon.benchmarks.contest.Contender;
import dev.antiphon.benchmarks.contest.ContenderProcess;
import dev.antiphon.benchmarks.contest.ContestDatabase;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.sql.SQLException;
import java.util.stream.IntStream;

/** LangChain4j's message window over a database, wide enough for the whole conversation. */
final class LangChain4jMemory implements Contender {

  private static final int WINDOW = 1_000_000;

  private final ChatMemoryStore store;

  private LangChain4jMemory(ContestDatabase database) throws SQLException {
    store = new OneRowStore(database);
  }

  public static void main(String[] arguments) throws Exception {
    ContenderProcess.serve(arguments, LangChain4jMemory::new);
  }

  @Override
  public void fill(String conversation, int messages) {
    store.updateMessages(
        conversation,
        IntStream.rangeClosed(1, messages)
            .mapToObj(number -> (ChatMessage) UserMessage.from(ContenderProcess.text(number)))
            .toList());
  }

  @Override
  public void append(String conversation, String text) {
    MessageWindowChatMemory.builder()
        .id(conversation)
        .maxMessages(WINDOW)
        .chatMemoryStore(store)
        .build()
        .add(UserMessage.from(text));
  }
}
