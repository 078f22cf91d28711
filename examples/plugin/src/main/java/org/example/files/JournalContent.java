package org.example.files;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.spi.json.MessageFormatException;
import dev.antiphon.spi.json.MessageJson;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a journal says, read line by line; what is not committed counts for nothing. */
final class JournalContent {

  /** Below this it is not worth to write a journal anew. */
  private static final int FEW_LINES = 200;

  private static final JacksonJson JSON = new JacksonJson();
  private static final MessageJson MESSAGES = new MessageJson();

  private final Map<String, Placed> messages = new LinkedHashMap<>();
  private final List<String[]> uncommitted = new ArrayList<>();
  private Head head = Head.ABSENT;
  private ThreadRevision revision = ThreadRevision.NEW;
  private int lines;

  /**
   * A message as it stands in the journal.
   *
   * @param parent the id of its parent, or null
   * @param place all that is known of it beside its text
   * @param text its JSON
   */
  private record Placed(String parent, Map<String, Object> place, String text) {}

  /** Takes the next line. */
  void take(String line) throws DamagedJournalException {
    lines++;
    String[] words = line.split("\t", -1);
    if (!words[0].equals(JournalLines.COMMIT)) {
      uncommitted.add(words);
      return;
    }
    try {
      uncommitted.forEach(this::apply);
      revision = new ThreadRevision(Long.parseLong(words[1]));
    } catch (RuntimeException damaged) {
      throw new DamagedJournalException(lines, damaged);
    }
    uncommitted.clear();
  }

  private void apply(String[] words) {
    switch (words[0]) {
      case JournalLines.PUT -> put(object(words[1]), words[2]);
      case JournalLines.DELETE -> delete(list(words[1]), list(words[2]));
      case JournalLines.HEAD -> head = Head.of(id((String) JSON.parse(words[1])));
      default -> throw new IllegalStateException("A journal has a line '" + words[0] + "'.");
    }
  }

  private void put(Map<String, Object> place, String text) {
    messages.put((String) place.get("id"), new Placed((String) place.get("parent"), place, text));
  }

  private void delete(List<Object> removed, List<Object> moved) {
    removed.forEach(messages::remove);
    for (Object each : moved) {
      List<?> pair = (List<?>) each;
      messages.computeIfPresent(
          (String) pair.get(0),
          (id, old) -> new Placed((String) pair.get(1), old.place(), old.text()));
    }
  }

  ThreadRevision revision() {
    return revision;
  }

  /** Returns whether most of the journal says what is not so any more. */
  boolean isMostlyStale() {
    return lines > FEW_LINES && lines > 10 * messages.size();
  }

  /** Returns the lines of a journal that says the same and no more. */
  List<String> lines() {
    List<String> fresh = new ArrayList<>();
    messages.forEach((id, placed) -> {
      Map<String, Object> place = new LinkedHashMap<>(placed.place());
      place.put("parent", placed.parent());
      fresh.add(JournalLines.PUT + "\t" + JSON.write(place) + "\t" + placed.text());
    });
    if (head.isGiven()) {
      fresh.add(JournalLines.head(head.messageId()));
    }
    return fresh;
  }

  /** Returns it as the runtime wants it. */
  LoadedThread loaded() {
    List<StoredMessage> items = new ArrayList<>();
    messages.forEach((id, placed) -> items.add(stored(id, placed)));
    return new LoadedThread(items, head, revision, false);
  }

  /** One message that cannot be read hides no other: the runtime shows a placeholder for it. */
  private static StoredMessage stored(String id, Placed placed) {
    try {
      return new StoredMessage.Intact(
          MessageItem.of(MESSAGES.read(placed.text()), id(placed.parent()))
              .withRunConfig(
                  placed.place().containsKey("runConfig")
                      ? asObject(placed.place().get("runConfig"))
                      : null)
              .withIdempotencyKey((String) placed.place().get("key")));
    } catch (MessageFormatException unreadable) {
      return new StoredMessage.Unreadable(
          new MessageId(id), id(placed.parent()), unreadable.info().message());
    }
  }

  private static MessageId id(String value) {
    return value == null ? null : new MessageId(value);
  }

  private static Map<String, Object> object(String text) {
    return asObject(JSON.parse(text));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asObject(Object json) {
    return (Map<String, Object>) json;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(String text) {
    return (List<Object>) JSON.parse(text);
  }
}
