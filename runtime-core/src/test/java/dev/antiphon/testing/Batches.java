package dev.antiphon.testing;

import dev.antiphon.message.Message;
import dev.antiphon.message.Role;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import java.util.List;

/** Says in short lines what a batch stores, to compare in one look. */
public final class Batches {

  private Batches() {}

  /**
   * Returns a line for each entry, in order.
   *
   * @param batch the batch
   */
  public static List<String> lines(HistoryBatch batch) {
    return batch.entries().stream().map(Batches::line).toList();
  }

  /**
   * Returns the lines of each batch.
   *
   * @param history where they were stored
   */
  public static List<List<String>> of(FaultyHistory history) {
    return history.batches().stream().map(Batches::lines).toList();
  }

  private static String line(HistoryEntry entry) {
    if (entry instanceof HistoryEntry.Append append) {
      return "append " + text(append.item().message());
    }
    if (entry instanceof HistoryEntry.Update update) {
      return "update " + text(update.item().message());
    }
    if (entry instanceof HistoryEntry.Delete delete) {
      return "delete " + delete.removed().size() + " move "
          + delete.reparented().size();
    }
    return "head";
  }

  private static String text(Message message) {
    String text = "'" + message.text() + "'";
    return message.role() == Role.ASSISTANT ? text + " " + message.status() : text;
  }
}
