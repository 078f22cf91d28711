package dev.antiphon.jdbc;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes turns as fast as it can, in several threads, until it is killed. It prints {@code thread
 * message revision} after each batch that was acknowledged.
 */
final class CrashWriter {

  static final int THREADS = 3;
  static final String OWNER = "alice";

  private CrashWriter() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments the database file, and the number of the cycle
   */
  public static void main(String[] arguments) {
    EmbeddedH2 h2 = new EmbeddedH2(Path.of(arguments[0]));
    JdbcThreadHistory history = new JdbcThreadHistory(h2.dataSource());
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (int number = 0; number < THREADS; number++) {
      ThreadKey thread = new ThreadKey(OWNER, "thread-" + number);
      new Thread(() -> writeTurns(history, thread, arguments[1], out)).start();
    }
  }

  private static void writeTurns(
      JdbcThreadHistory history, ThreadKey thread, String cycle, PrintStream out) {
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
      out.println(thread.threadId() + " " + question + " " + at);
      at = history.write(
          thread,
          new HistoryBatch(
              at,
              List.of(new HistoryEntry.Update(MessageItem.of(
                  SampleMessages.assistant(answer.value(), "!".repeat(2000)), question)))));
      out.println(thread.threadId() + " " + answer + " " + at);
    }
  }

  private static Message running(MessageId id) {
    return SampleMessages.assistant(id.value(), List.of(TextPart.of("")), Status.RUNNING);
  }
}
