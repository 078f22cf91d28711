package org.example.files;

import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.StorageException;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.spi.json.MessageJson;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How entries become lines: a word, and JSON behind tabs. JSON text has neither tabs nor line
 * breaks of its own.
 */
final class JournalLines {

  static final String PUT = "put";
  static final String DELETE = "delete";
  static final String HEAD = "head";
  static final String COMMIT = "commit";

  private static final JacksonJson JSON = new JacksonJson();
  private static final MessageJson MESSAGES = new MessageJson();

  private JournalLines() {}

  static List<String> of(List<HistoryEntry> entries) {
    List<String> lines = new ArrayList<>();
    for (HistoryEntry entry : entries) {
      if (entry instanceof HistoryEntry.Append append) {
        lines.add(put(append.item()));
      } else if (entry instanceof HistoryEntry.Update update) {
        lines.add(put(update.item()));
      } else if (entry instanceof HistoryEntry.Delete delete) {
        lines.add(delete(delete));
      } else if (entry instanceof HistoryEntry.Head head) {
        lines.add(head(head.messageId()));
      } else {
        throw new AssertionError("Unhandled kind of entry: " + entry.getClass());
      }
    }
    return lines;
  }

  static String put(MessageItem item) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("id", item.message().id().value());
    place.put("parent", item.parentId() == null ? null : item.parentId().value());
    if (item.runConfig() != null) {
      place.put("runConfig", item.runConfig());
    }
    if (item.idempotencyKey() != null) {
      place.put("key", item.idempotencyKey());
    }
    return PUT + "\t" + JSON.write(place) + "\t" + text(item);
  }

  private static String text(MessageItem item) {
    try {
      return MESSAGES.write(item.message());
    } catch (InvalidMessageException beyondLimits) {
      throw new StorageException("too-large", beyondLimits.info().message(), false, beyondLimits);
    }
  }

  private static String delete(HistoryEntry.Delete delete) {
    List<List<Object>> moved = new ArrayList<>();
    for (Reparented each : delete.reparented()) {
      List<Object> pair = new ArrayList<>();
      pair.add(each.messageId().value());
      pair.add(each.newParentId() == null ? null : each.newParentId().value());
      moved.add(pair);
    }
    List<String> removed = delete.removed().stream().map(MessageId::value).toList();
    return DELETE + "\t" + JSON.write(removed) + "\t" + JSON.write(moved);
  }

  static String head(MessageId messageId) {
    return HEAD + "\t" + JSON.write(messageId == null ? null : messageId.value());
  }
}
