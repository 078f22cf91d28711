package dev.antiphon.jdbc;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * A process that chats in some threads and writes to others as fast as it can, until it is killed.
 */
final class CrashLife {

  static final int CHATS = 3;
  private static final int WRITERS = 3;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final DataSource dataSource;
  private final String cycle;

  private CrashLife(DataSource dataSource, String cycle) {
    this.dataSource = dataSource;
    this.cycle = cycle;
  }

  /**
   * Runs until it is killed.
   *
   * @param arguments the place of the database, the file where tools note that they run, and the
   *     number of the life
   */
  public static void main(String[] arguments) {
    DataSource dataSource = CrashStore.open(arguments[0]).dataSource();
    CrashLife life = new CrashLife(dataSource, arguments[2]);
    LocalRuntime runtime =
        new CrashWorld(dataSource, Path.of(arguments[1]), CrashWorld.NOWHERE).start();
    for (int number = 0; number < CHATS; number++) {
      ThreadRuntime thread = runtime.threads(CrashWorld.OWNER).open(chat(number));
      new Thread(() -> life.chat(thread)).start();
    }
    for (int number = 0; number < WRITERS; number++) {
      ThreadKey thread = new ThreadKey(CrashWorld.OWNER, "writer-" + number);
      new Thread(() -> life.write(thread)).start();
    }
  }

  /** Returns the id of a thread in which it chats. */
  static String chat(int number) {
    return "chat-" + number;
  }

  private void chat(ThreadRuntime thread) {
    Map<MessageId, Message> told = new ConcurrentHashMap<>();
    thread.onState(state -> CrashJournal.tellSaved(out, state, told));
    for (int turn = 0; ; turn++) {
      String question = turn % 2 == 0 ? CrashWorld.PLAIN : CrashWorld.TOOL;
      SendOptions key =
          SendOptions.builder().idempotencyKey("%s-%d".formatted(cycle, turn)).build();
      thread
          .send(MessageInput.text(question), key)
          .completion()
          .toCompletableFuture()
          .join();
    }
  }

  private void write(ThreadKey thread) {
    JdbcThreadHistory history = new JdbcThreadHistory(dataSource);
    ThreadRevision at = history.load(thread).revision();
    for (int turn = 0; ; turn++) {
      MessageId question = new MessageId("q-%s-%d".formatted(cycle, turn));
      MessageId answer = new MessageId("a-%s-%d".formatted(cycle, turn));
      at = history.write(
          thread,
          new HistoryBatch(
              at,
              List.of(
                  new HistoryEntry.Append(
                      MessageItem.of(SampleMessages.user(question.value(), "?".repeat(500)), null)),
                  new HistoryEntry.Append(MessageItem.of(running(answer), question)),
                  new HistoryEntry.Head(answer))));
      CrashJournal.tellWritten(out, thread.threadId(), question, at.value());
      at = history.write(
          thread,
          new HistoryBatch(
              at,
              List.of(new HistoryEntry.Update(MessageItem.of(
                  SampleMessages.assistant(answer.value(), "!".repeat(2000)), question)))));
      CrashJournal.tellWritten(out, thread.threadId(), answer, at.value());
    }
  }

  private static Message running(MessageId id) {
    return SampleMessages.assistant(id.value(), List.of(TextPart.of("")), Status.RUNNING);
  }
}
