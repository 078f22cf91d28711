package dev.antiphon.jdbc;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadConflictException;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.util.List;

/**
 * A process that adds messages below the head of a thread that others add to as well. Where it
 * loses, it loads again; it prints how often that was.
 */
final class ThreadSharer {

  private ThreadSharer() {}

  /**
   * Runs until it has added all.
   *
   * @param arguments the URL of the database, the name of the process, and how many it adds
   */
  public static void main(String[] arguments) {
    int conflicts = 0;
    try (CrashStore store = CrashStore.open(arguments[0])) {
      JdbcThreadHistory history = new JdbcThreadHistory(store.dataSource());
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
