package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Lays what a dead process had said beside what it left in the database: everything acknowledged is
 * there and equal, nothing is there twice, every message has its parent, and no tool ran twice.
 */
final class CrashChecker {

  private final CrashJournal journal;
  private final Path toolLog;

  CrashChecker(CrashJournal journal, Path toolLog) {
    this.journal = journal;
    this.toolLog = toolLog;
  }

  /** Checks all threads that were ever spoken of, before anything is repaired. */
  void check(DataSource dataSource) throws IOException {
    JdbcThreadHistory history = new JdbcThreadHistory(dataSource);
    for (String thread : journal.saved().keySet()) {
      Map<MessageId, MessageItem> stored = checkedTree(load(history, thread));
      journal.saved().getOrDefault(thread, Map.of()).forEach((id, message) -> {
        MessageItem kept = stored.get(id);
        assertThat(kept).as("%s of %s was acknowledged", id, thread).isNotNull();
        checkKept(message, requireNonNull(kept).message());
      });
    }
    for (String thread : journal.written().keySet()) {
      checkSingleWriter(thread, load(history, thread));
    }
    checkTools();
  }

  /** Returns what is stored of a thread, in order, when it is a tree without doubles. */
  static Map<MessageId, MessageItem> checkedTree(LoadedThread loaded) {
    Map<MessageId, MessageItem> stored = new LinkedHashMap<>();
    Set<String> keys = new HashSet<>();
    Map<MessageId, List<MessageId>> unfinished = new LinkedHashMap<>();
    for (StoredMessage each : loaded.items()) {
      assertThat(each).isInstanceOf(StoredMessage.Intact.class);
      MessageItem item = ((StoredMessage.Intact) each).item();
      MessageId parent = item.parentId();
      assertThat(stored.put(each.id(), item)).as("%s is stored once", each.id()).isNull();
      assertThat(parent == null || stored.containsKey(parent))
          .as("%s has its parent %s", each.id(), parent)
          .isTrue();
      if (item.idempotencyKey() != null) {
        assertThat(keys.add(item.idempotencyKey())).as("one message a key").isTrue();
      }
      if (parent != null && item.message().status() != null && !isEnded(item.message())) {
        unfinished.computeIfAbsent(parent, any -> new ArrayList<>()).add(each.id());
      }
    }
    assertThat(unfinished.values()).as("one partial reply a run").allMatch(ids -> ids.size() == 1);
    if (loaded.head().messageId() != null) {
      assertThat(stored).as("the head is stored").containsKey(loaded.head().messageId());
    }
    return stored;
  }

  /** Checks a message that had been acknowledged: it may have grown since, while it ran. */
  private static void checkKept(Message acknowledged, Message stored) {
    if (acknowledged.role() == Role.USER || isEnded(acknowledged)) {
      assertThat(stored.content()).isEqualTo(acknowledged.content());
      assertThat(stored.status()).isEqualTo(acknowledged.status());
    } else {
      assertThat(stored.text()).startsWith(acknowledged.text());
      for (ToolCallPart call : CrashWorld.calls(acknowledged)) {
        assertThat(CrashWorld.calls(stored)).anySatisfy(kept -> {
          assertThat(kept.toolCallId()).isEqualTo(call.toolCallId());
          assertThat(kept.hasResult() || !call.hasResult()).isTrue();
        });
      }
    }
  }

  /** A thread with one writer, which waits for each answer: at most one batch more is there. */
  private void checkSingleWriter(String thread, LoadedThread loaded) {
    Map<MessageId, MessageItem> stored = checkedTree(loaded);
    assertThat(stored.keySet())
        .extracting(MessageId::value)
        .containsAll(journal.written().getOrDefault(thread, Set.of()));
    long revision = journal.revision(thread);
    assertThat(loaded.revision().value()).isBetween(revision, revision + 1);
    journal.found(thread, loaded.revision().value());
    List<StoredMessage> items = loaded.items();
    assertThat(loaded.head()).isEqualTo(Head.of(items.get(items.size() - 1).id()));
  }

  private void checkTools() throws IOException {
    assertThat(CrashWorld.executions(toolLog)).as("no tool runs twice").doesNotHaveDuplicates();
  }

  private static LoadedThread load(JdbcThreadHistory history, String thread) {
    return history.load(new ThreadKey(CrashWorld.OWNER, thread));
  }

  private static boolean isEnded(Message message) {
    return message.status() != null && message.status().isTerminal();
  }
}
