package dev.antiphon.jdbc;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadConflictException;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A process that adds messages below the head of a thread that others add to as well. Where it
 * loses, it loads again; it prints how often that was.
 */
final class ThreadSharer {

  static final String READY = "ready";

  private ThreadSharer() {}

  /**
   * Says that it is ready, waits to be told to go, and runs until it has added all.
   *
   * @param arguments the URL of the database, the name of the process, and how many it adds
   */
  public static void main(String[] arguments) throws IOException {
    int conflicts = 0;
    try (CrashStore store = CrashStore.open(arguments[0])) {
      JdbcThreadHistory history = new JdbcThreadHistory(store.dataSource());
      history.load(Batches.THREAD);
      System.out.println(READY);
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      for (int added = 0; added < Integer.parseInt(arguments[2]); ) {
        MessageId id = new MessageId(arguments[1] + "-" + added);
        LoadedThread loaded = history.load(Batches.THREAD);
        try {
          history.write(Batches.THREAD, below(loaded, id));
          added++;
        } catch (ThreadConflictException lost) {
          conflicts++;
        }
      }
    }
    System.out.println("lost " + conflicts);
  }

  private static HistoryBatch below(LoadedThread loaded, MessageId id) {
    MessageItem item =
        MessageItem.of(SampleMessages.user(id.value(), "text"), loaded.head().messageId());
    return new HistoryBatch(
        loaded.revision(), List.of(new HistoryEntry.Append(item), new HistoryEntry.Head(id)));
  }
}
