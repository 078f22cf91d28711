package dev.antiphon.cloud;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.StoredMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of rows. Two rows of one message, of which the answer to the first was lost, are
 * one: it stands where the first stands, says what was written last, and has the children of both.
 */
final class RowTree {

  private final Map<String, MessageId> idOfRow = new HashMap<>();
  private final Map<MessageId, MessageRow> places = new LinkedHashMap<>();
  private final Map<MessageId, MessageRow> contents = new HashMap<>();

  private RowTree(List<MessageRow> rows) {
    for (MessageRow row : rows) {
      MessageId id = RowContent.idOf(row);
      idOfRow.put(row.id(), id);
      places.putIfAbsent(id, row);
      contents.merge(
          id,
          row,
          (one, other) -> RowContent.versionOf(other) > RowContent.versionOf(one) ? other : one);
    }
  }

  /**
   * Returns the messages of rows.
   *
   * @param rows the rows, oldest first
   */
  static List<StoredMessage> messagesOf(List<MessageRow> rows) {
    return new RowTree(rows).messages();
  }

  private List<StoredMessage> messages() {
    List<StoredMessage> messages = new ArrayList<>(places.size());
    places.forEach((id, place) -> {
      MessageRow content = contents.getOrDefault(id, place);
      messages.add(RowContent.read(content, id, parentOf(place)));
    });
    return messages;
  }

  /** A front end that lost track of its parent's row names it by an id of its own. */
  private @Nullable MessageId parentOf(MessageRow row) {
    String parent = row.parentId();
    return parent == null ? null : idOfRow.getOrDefault(parent, new MessageId(parent));
  }
}
