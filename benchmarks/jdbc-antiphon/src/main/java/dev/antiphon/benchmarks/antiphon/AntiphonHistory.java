package dev.antiphon.benchmarks.antiphon;

import dev.antiphon.benchmarks.contest.Contender;
import dev.antiphon.benchmarks.contest.ContenderProcess;
import dev.antiphon.benchmarks.contest.ContestDatabase;
import dev.antiphon.jdbc.JdbcThreadHistory;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.MessageItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Antiphon's history: a message and the thread's head in one batch. */
final class AntiphonHistory implements Contender {

  private static final String OWNER = "alice";

  private final JdbcThreadHistory history;
  private final Map<String, Position> positions = new HashMap<>();

  /**
   * Where a thread stands.
   *
   * @param revision as the last write gave it
   * @param head the last message
   * @param size how many messages there are
   */
  private record Position(ThreadRevision revision, MessageId head, long size) {}

  private AntiphonHistory(ContestDatabase database) {
    history = new JdbcThreadHistory(database.dataSource());
  }

  public static void main(String[] arguments) throws Exception {
    ContenderProcess.serve(arguments, AntiphonHistory::new);
  }

  @Override
  public void fill(String conversation, int messages) {
    List<HistoryEntry> entries = new ArrayList<>();
    MessageId head = null;
    for (int number = 1; number <= messages; number++) {
      MessageItem item = item(conversation, number, ContenderProcess.text(number), head);
      entries.add(new HistoryEntry.Append(item));
      head = item.message().id();
    }
    entries.add(new HistoryEntry.Head(head));
    write(conversation, ThreadRevision.NEW, entries, head, messages);
  }

  @Override
  public void append(String conversation, String text) {
    Position at = positions.get(conversation);
    MessageItem item = item(conversation, at.size() + 1, text, at.head());
    MessageId head = item.message().id();
    write(
        conversation,
        at.revision(),
        List.of(new HistoryEntry.Append(item), new HistoryEntry.Head(head)),
        head,
        at.size() + 1);
  }

  private void write(
      String conversation,
      ThreadRevision expected,
      List<HistoryEntry> entries,
      MessageId head,
      long size) {
    ThreadRevision revision =
        history.write(new ThreadKey(OWNER, conversation), new HistoryBatch(expected, entries));
    positions.put(conversation, new Position(revision, head, size));
  }

  private static MessageItem item(String conversation, long number, String text, MessageId parent) {
    MessageId id = new MessageId(conversation + "-message-" + number);
    return MessageItem.of(
        Message.builder(id, Role.USER, Instant.now()).text(text).build(), parent);
  }
}
