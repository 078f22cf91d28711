package dev.antiphon.tck;

import static dev.antiphon.tck.HistoryEntries.append;
import static dev.antiphon.tck.HistoryEntries.batch;
import static dev.antiphon.tck.HistoryEntries.chain;
import static dev.antiphon.tck.HistoryEntries.delete;
import static dev.antiphon.tck.HistoryEntries.head;
import static dev.antiphon.tck.HistoryEntries.ids;
import static dev.antiphon.tck.HistoryEntries.items;
import static dev.antiphon.tck.HistoryEntries.update;
import static dev.antiphon.tck.SampleMessages.assistant;
import static dev.antiphon.tck.SampleMessages.user;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadConflictException;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadHistoryAdapter.Capability;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * What every {@link ThreadHistoryAdapter} promises. Extend it and say how to open yours.
 *
 * <p>What a history can leave out is said by its {@link ThreadHistoryAdapter#capabilities()}; what
 * it does not declare is asserted to be absent.
 */
@PortContract(ThreadHistoryAdapter.class)
public abstract class ThreadHistoryContract {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");
  private static final MessageId Q = new MessageId("q");
  private static final MessageId A = new MessageId("a");
  private static final Message QUESTION = user("q", "Where is the key?");
  private static final Message ANSWER = assistant("a", "Under the mat.");

  private ThreadHistoryAdapter history;

  /** Makes the contract; {@link #open} is called before each test. */
  @SuppressWarnings("NullAway.Init") // openHistory() sets the history before each test
  protected ThreadHistoryContract() {}

  /** Opens a history. Called again on the same place, it sees what was stored there before. */
  protected abstract ThreadHistoryAdapter open();

  /**
   * Returns what comes back of a message that is stored, for a history that does not declare
   * {@code WHOLE_MESSAGES}: the message without what its form loses (rule HIST-16). Not asked of
   * one that does.
   *
   * @param message what is stored
   * @return what is loaded, or {@code null} if such a message is refused as one it cannot express
   */
  protected @Nullable Message asStored(Message message) {
    return message;
  }

  @BeforeEach
  final void openHistory(TestReporter reporter) {
    history = open();
    Conformance.declare(reporter, history.capabilities());
  }

  @Test
  @DisplayName("LOAD-1: a thread of which nothing is stored is empty")
  final void emptyThread() {
    assertThat(history.load(THREAD))
        .isEqualTo(new LoadedThread(List.of(), Head.ABSENT, revision(0), false));
  }

  @Test
  @DisplayName("HIST-9, HIST-16, MSG-6: every part, field, status, falsy value and text comes back")
  final void everythingComesBack() {
    List<MessageItem> stored = new ArrayList<>();
    MessageId parent = null;
    for (Message message : SampleMessages.all()) {
      if (expected(message) != null) {
        stored.add(MessageItem.of(message, parent));
        parent = message.id();
      }
    }

    write(stored.stream().map(HistoryEntry.Append::new).toArray(HistoryEntry[]::new));

    List<MessageItem> loaded = items(open().load(THREAD));
    assertThat(loaded).hasSameSizeAs(stored);
    for (int index = 0; index < stored.size(); index++) {
      MessageItem item = stored.get(index);
      assertThat(loaded.get(index))
          .as(item.toString())
          .isEqualTo(item.withMessage(requireNonNull(expected(item.message()))));
    }
  }

  @Test
  @DisplayName("HIST-14: a message that the form cannot express is refused, and nothing is stored")
  final void inexpressible() {
    for (Message message : SampleMessages.all()) {
      if (expected(message) == null) {
        assertThatThrownBy(() -> write(append(QUESTION, null), append(message, Q)))
            .as(message.toString())
            .isInstanceOf(StorageException.class);
      }
    }

    assertThat(open().load(THREAD).items()).isEmpty();
  }

  private @Nullable Message expected(Message message) {
    return can(Capability.WHOLE_MESSAGES) ? message : asStored(message);
  }

  @Test
  @DisplayName("HIST-9: run config and idempotency key come back")
  final void runConfigComesBack() {
    List<MessageItem> stored = new ArrayList<>();
    stored.add(MessageItem.of(user("bare", ""), null));
    stored.add(MessageItem.of(user("empty", ""), null).withRunConfig(Map.of()));
    stored.add(MessageItem.of(user("full", ""), null)
        .withRunConfig(Map.of("custom", Map.of("z", 0, "a", List.of(false)))));
    for (String key : SampleTexts.oddIds(128)) {
      stored.add(MessageItem.of(user("key-" + stored.size(), ""), null)
          .withIdempotencyKey(key)
          .withRunConfig(Map.of(key, key)));
    }

    write(stored.stream().map(HistoryEntry.Append::new).toArray(HistoryEntry[]::new));

    assertThat(items(open().load(THREAD))).isEqualTo(stored);
  }

  @Test
  @DisplayName("HIST-9: items keep the order of their first append, whatever is updated later")
  final void orderOfFirstAppend() {
    write(append(user("z", "first"), null), append(user("m", "second"), null));
    write(append(user("a", "third"), null));

    write(update(user("z", "first, changed"), null));
    write(update(user("m", "second, changed"), null));

    assertThat(ids(open().load(THREAD))).isEqualTo(ids("z", "m", "a"));
  }

  @Test
  @DisplayName("HIST-4: an update replaces the message; the others stay as they are")
  final void updateReplaces() {
    Message running = assistant("a", List.of(TextPart.of("Un")), Status.RUNNING);
    write(append(QUESTION, null), append(running, Q));

    write(update(ANSWER, Q));

    assertThat(items(open().load(THREAD)))
        .containsExactly(MessageItem.of(QUESTION, null), MessageItem.of(ANSWER, Q));
  }

  @Test
  @DisplayName("HIST-4: an update of a message that was never appended appends it")
  final void updateIsAnUpsert() {
    write(append(QUESTION, null));

    write(update(ANSWER, Q));
    write(append(user("q2", "Which mat?"), A));

    assertThat(ids(open().load(THREAD))).isEqualTo(ids("q", "a", "q2"));
  }

  @Test
  @DisplayName("HIST-3: an append that is repeated stores the message once, at its first place")
  final void appendTwice() {
    write(append(QUESTION, null));
    write(append(ANSWER, Q));

    write(append(QUESTION, null), append(user("q2", "Which mat?"), A));

    assertThat(ids(open().load(THREAD))).isEqualTo(ids("q", "a", "q2"));
  }

  @Test
  @DisplayName("TREE-13: a delete removes all its ids and moves the others, or is refused whole")
  final void deleteWithReparenting() {
    write(append(QUESTION, null), append(ANSWER, Q), append(user("q2", "Which mat?"), A));
    HistoryEntry delete =
        delete(List.of(Q, A, new MessageId("unknown")), moved("q2", null), moved("gone", A));

    if (can(Capability.DELETE)) {
      write(delete);

      assertThat(items(open().load(THREAD)))
          .containsExactly(MessageItem.of(user("q2", "Which mat?"), null));
    } else {
      assertThat(catchThrowable(() -> write(delete))).isNotNull();
      assertThat(ids(open().load(THREAD))).isEqualTo(ids("q", "a", "q2"));
    }
  }

  @Test
  @DisplayName("HIST-2: the entries of a batch take effect in their order")
  final void entriesInOrder() {
    write(append(QUESTION, null), append(ANSWER, Q));
    if (!can(Capability.DELETE)) {
      assertThat(catchThrowable(() -> write(delete(List.of(Q))))).isNotNull();
      return;
    }

    write(
        append(user("x", "1"), A),
        update(user("x", "2"), A),
        delete(List.of(Q), moved("x", null), moved("a", null)),
        append(user("q", "again"), A),
        append(user("y", "1"), null),
        delete(List.of(new MessageId("y"))));

    assertThat(items(open().load(THREAD)))
        .containsExactly(
            MessageItem.of(ANSWER, null),
            MessageItem.of(user("x", "2"), null),
            MessageItem.of(user("q", "again"), A));
  }

  @Test
  @DisplayName("HIST-10: the head is absent until it is stored, and may be a message or none")
  final void headIsStored() {
    write(append(QUESTION, null), append(ANSWER, Q));
    Head absent = open().load(THREAD).head();
    write(head(Q));
    Head set = open().load(THREAD).head();
    write(head(Q), head(null));
    Head none = open().load(THREAD).head();
    write(update(ANSWER, Q));
    Head kept = open().load(THREAD).head();
    write(head(null), append(user("q2", "Which mat?"), A), head(new MessageId("q2")));
    Head moved = open().load(THREAD).head();

    assertThat(absent).isEqualTo(Head.ABSENT);
    if (can(Capability.HEAD)) {
      assertThat(set).isEqualTo(Head.of(Q));
      assertThat(none).isEqualTo(Head.NONE);
      assertThat(kept).isEqualTo(Head.NONE);
      assertThat(moved).isEqualTo(Head.of(new MessageId("q2")));
    } else {
      assertThat(List.of(set, none, kept, moved)).containsOnly(Head.ABSENT);
    }
  }

  @Test
  @DisplayName("HIST-15: the revision counts the batches, an empty one too")
  final void revisionCounts() {
    ThreadRevision first = history.write(THREAD, batch(revision(0), append(QUESTION, null)));
    ThreadRevision second = history.write(THREAD, batch(first, head(Q)));
    ThreadRevision third = history.write(THREAD, batch(second));

    assertThat(List.of(first, second, third))
        .containsExactly(revision(1), revision(2), revision(3));
    assertThat(open().load(THREAD).revision()).isEqualTo(revision(3));
  }

  @Test
  @DisplayName("HIST-2, HIST-15: a batch that expects another revision stores nothing of itself")
  final void conflictStoresNothing() {
    history.write(THREAD, batch(revision(0), append(QUESTION, null), head(Q)));
    LoadedThread before = open().load(THREAD);
    HistoryBatch stale =
        batch(ThreadRevision.NEW, append(ANSWER, Q), update(user("q", "x"), null), head(A));

    if (can(Capability.REVISIONS)) {
      assertThatThrownBy(() -> history.write(THREAD, stale))
          .isInstanceOfSatisfying(ThreadConflictException.class, conflict -> {
            assertThat(conflict.code()).isEqualTo("conflict");
            assertThat(conflict.isRetryable()).isFalse();
          });
      assertThatThrownBy(() -> history.write(THREAD, batch(new ThreadRevision(9), head(null))))
          .isInstanceOf(ThreadConflictException.class);
      assertThat(open().load(THREAD)).isEqualTo(before);
    } else {
      assertThat(history.write(THREAD, stale)).isEqualTo(ThreadRevision.UNKNOWN);
    }
  }

  @Test
  @DisplayName("HIST-15: a thread that does not exist yet is at revision 0 and at no other")
  final void conflictOnNewThread() {
    HistoryBatch late = batch(new ThreadRevision(4), append(QUESTION, null));

    if (can(Capability.REVISIONS)) {
      assertThatThrownBy(() -> history.write(THREAD, late))
          .isInstanceOf(ThreadConflictException.class);
      assertThat(open().load(THREAD)).isEqualTo(LoadedThread.EMPTY);
    } else {
      assertThat(history.write(THREAD, late)).isEqualTo(ThreadRevision.UNKNOWN);
    }
  }

  @Test
  @DisplayName("HIST-15: a batch that expects no revision is never refused")
  final void unknownIsNeverRefused() {
    history.write(THREAD, batch(ThreadRevision.UNKNOWN, append(QUESTION, null)));
    ThreadRevision second = history.write(THREAD, batch(ThreadRevision.UNKNOWN, append(ANSWER, Q)));

    assertThat(second).isEqualTo(revision(2));
    assertThat(ids(open().load(THREAD))).isEqualTo(ids("q", "a"));
  }

  @Test
  @DisplayName("HIST-15: of eight writers that expect the same revision, exactly one wins")
  final void oneWriterWins() throws Exception {
    for (int round = 0; round < 5; round++) {
      ThreadKey thread = new ThreadKey("alice", "round-" + round);
      ThreadRevision expected = revision(0);
      if (round % 2 == 1) {
        expected = history.write(thread, batch(expected, append(QUESTION, null)));
      }
      ThreadRevision common = expected;

      List<Object> outcomes = Together.run(
          8,
          writer ->
              () -> open().write(thread, batch(common, append(user("w" + writer, "mine"), null))));

      long won = outcomes.stream().filter(ThreadRevision.class::isInstance).count();
      assertThat(won).isEqualTo(can(Capability.REVISIONS) ? 1 : 8);
      if (can(Capability.REVISIONS)) {
        assertThat(outcomes)
            .filteredOn(outcome -> !(outcome instanceof ThreadRevision))
            .allSatisfy(lost -> assertThat(lost).isInstanceOf(ThreadConflictException.class));
      }
      assertThat(open().load(thread).items()).hasSize((int) won + round % 2);
    }
  }

  @Test
  @DisplayName("HIST-2: threads do not disturb each other")
  final void threadsInParallel() throws Exception {
    int batches = 40;

    List<Object> outcomes = Together.run(6, writer -> () -> {
      ThreadKey thread = new ThreadKey("alice", "parallel-" + writer);
      ThreadRevision at = revision(0);
      for (HistoryEntry entry : chain("m", batches)) {
        at = history.write(thread, batch(at, entry));
        history.load(thread);
      }
      return at;
    });

    assertThat(outcomes).containsOnly(revision(batches));
    for (int writer = 0; writer < 6; writer++) {
      assertThat(open().load(new ThreadKey("alice", "parallel-" + writer)).items())
          .hasSize(batches);
    }
  }

  @Test
  @DisplayName(
      "HIST-2: whoever loads while another writes sees whole batches, or no orphans at least")
  final void loadsDuringWrites() throws Exception {
    int batches = 40;

    List<Object> outcomes = Together.run(3, number -> () -> {
      if (number == 0) {
        for (int round = 0; round < batches; round++) {
          write(
              append(user("q" + round, "?".repeat(1000)), null),
              append(assistant("a" + round, "!".repeat(1000)), new MessageId("q" + round)),
              update(user("q0", "changed".repeat(200 + round)), null));
        }
        return "written";
      }
      for (int round = 0; round < batches; round++) {
        assertNothingIsTorn(items(open().load(THREAD)));
      }
      return "read";
    });

    assertThat(outcomes).containsExactly("written", "read", "read");
    assertThat(open().load(THREAD).items()).hasSize(2 * batches);
  }

  private void assertNothingIsTorn(List<MessageItem> loaded) {
    if (can(Capability.WHOLE_BATCHES)) {
      assertThat(loaded.size() % 2).isZero();
    }
    Set<MessageId> ids =
        loaded.stream().map(item -> item.message().id()).collect(Collectors.toSet());
    assertThat(loaded).allSatisfy(item -> {
      if (item.parentId() != null) {
        assertThat(ids).contains(item.parentId());
      }
    });
  }

  @Test
  @DisplayName("HIST-2, HIST-4: a batch that is written twice is stored once")
  final void batchTwice() {
    HistoryEntry[] entries = {append(QUESTION, null), append(ANSWER, Q), head(A)};
    write(entries);

    write(entries);

    assertThat(items(open().load(THREAD)))
        .containsExactly(MessageItem.of(QUESTION, null), MessageItem.of(ANSWER, Q));
  }

  @Test
  @DisplayName("HIST-1, LIST-1: no method reaches what belongs to another owner or thread")
  final void ownersAreSeparate() {
    write(append(QUESTION, null), append(ANSWER, Q), head(Q));
    LoadedThread before = open().load(THREAD);
    ThreadKey bob = new ThreadKey("bob", THREAD.threadId());
    ThreadKey other = new ThreadKey(THREAD.owner(), "thread-2");
    Map<String, Runnable> attempts = new LinkedHashMap<>();
    attempts.put("load", () -> {
      assertThat(history.load(bob).items()).isEmpty();
      assertThat(history.load(other).items()).isEmpty();
    });
    attempts.put("write", () -> {
      for (ThreadKey stranger : List.of(bob, other)) {
        ThreadRevision at =
            history.write(stranger, batch(revision(0), update(user("a", "x"), null), head(null)));
        if (can(Capability.DELETE)) {
          history.write(stranger, batch(at, delete(List.of(Q), moved("a", Q))));
        }
        assertThat(open().load(stranger).items()).hasSize(1);
      }
    });

    attempts.values().forEach(Runnable::run);

    assertThat(open().load(THREAD)).isEqualTo(before);
    Set<String> methods = Arrays.stream(ThreadHistoryAdapter.class.getDeclaredMethods())
        .filter(method -> Arrays.asList(method.getParameterTypes()).contains(ThreadKey.class))
        .map(Method::getName)
        .collect(Collectors.toSet());
    assertThat(attempts.keySet()).as("methods tried").isEqualTo(methods);
  }

  @Test
  @DisplayName("HIST-1: owners and threads of odd or very long names are not taken for each other")
  final void oddKeys() {
    List<ThreadKey> keys = new ArrayList<>();
    SampleTexts.oddIds(256).forEach(owner -> keys.add(new ThreadKey(owner, "thread-1")));
    SampleTexts.oddIds(128).forEach(id -> keys.add(new ThreadKey("alice", id)));
    keys.add(new ThreadKey("alice/a", "b"));
    keys.add(new ThreadKey("alice", "a/b"));
    keys.add(new ThreadKey("\ud83d".repeat(256), "\ud83d".repeat(128)));

    for (int index = 0; index < keys.size(); index++) {
      history.write(keys.get(index), batch(revision(0), append(user("m" + index, ""), null)));
    }

    for (int index = 0; index < keys.size(); index++) {
      assertThat(ids(open().load(keys.get(index)))).isEqualTo(ids("m" + index));
    }
  }

  @Test
  @DisplayName("HIST-9: messages of odd or very long ids come back, as parent and head too")
  final void oddMessageIds() {
    List<MessageItem> stored = new ArrayList<>();
    MessageId parent = null;
    for (String id : SampleTexts.oddIds(128)) {
      stored.add(MessageItem.of(user(id, id), parent));
      parent = new MessageId(id);
    }

    write(stored.stream().map(HistoryEntry.Append::new).toArray(HistoryEntry[]::new));
    write(head(parent));
    write(update(user("\u0000", "changed"), new MessageId(" ")));

    LoadedThread loaded = open().load(THREAD);
    stored.set(1, MessageItem.of(user("\u0000", "changed"), new MessageId(" ")));
    assertThat(items(loaded)).isEqualTo(stored);
    assertThat(loaded.head()).isEqualTo(can(Capability.HEAD) ? Head.of(parent) : Head.ABSENT);
  }

  @Test
  @DisplayName("HIST-9: 10 000 messages in many batches come back in their order")
  final void manyMessages() {
    List<HistoryEntry> entries = chain("m", 10_000);
    ThreadRevision at = revision(0);
    for (int from = 0; from < entries.size(); from += 500) {
      at = history.write(THREAD, new HistoryBatch(at, entries.subList(from, from + 500)));
    }

    List<MessageItem> loaded = items(open().load(THREAD));

    assertThat(loaded.stream().map(HistoryEntry.Append::new).toList()).isEqualTo(entries);
  }

  @Test
  @DisplayName("TREE-22: a chain of 20 000 messages is stored in one batch and loaded")
  final void deepChain() {
    List<HistoryEntry> entries = chain("deep", 20_000);

    history.write(THREAD, new HistoryBatch(revision(0), entries));

    List<MessageItem> loaded = items(open().load(THREAD));
    assertThat(loaded).hasSize(20_000);
    assertThat(loaded.get(19_999).parentId()).isEqualTo(new MessageId("deep19998"));
  }

  @Test
  @DisplayName("ERR-6: a text of 4 MiB comes back, or is refused as too large and stores nothing")
  final void largeMessage() {
    Message large = user("large", "0123456789abcde\n".repeat(256 * 1024));

    Throwable refused = catchThrowable(() -> write(append(large, null)));

    if (refused == null) {
      assertThat(items(open().load(THREAD))).containsExactly(MessageItem.of(large, null));
    } else {
      assertThat(refused)
          .isInstanceOfSatisfying(
              StorageException.class, failure -> assertThat(failure.code()).isEqualTo("too-large"));
      assertThat(open().load(THREAD).items()).isEmpty();
    }
  }

  @Test
  @DisplayName("LOAD-8: what is not declared to be resumable is neither offered nor done")
  final void resume() throws Exception {
    write(append(QUESTION, null), append(assistant("a", List.of(), Status.RUNNING), Q));
    Class<?> declaredBy = Arrays.stream(history.getClass().getMethods())
        .filter(method -> method.getName().equals("resume") && !method.isBridge())
        .findFirst()
        .orElseThrow()
        .getDeclaringClass();

    if (can(Capability.RESUME)) {
      assertThat(declaredBy).isNotEqualTo(ThreadHistoryAdapter.class);
    } else {
      assertThat(declaredBy).isEqualTo(ThreadHistoryAdapter.class);
      assertThat(open().load(THREAD).isResumable()).isFalse();
    }
  }

  private boolean can(Capability capability) {
    return history.capabilities().contains(capability);
  }

  /** Returns a revision, or that of a history that cannot tell. */
  private ThreadRevision revision(long value) {
    return can(Capability.REVISIONS) ? new ThreadRevision(value) : ThreadRevision.UNKNOWN;
  }

  private void write(HistoryEntry... entries) {
    history.write(THREAD, batch(history.load(THREAD).revision(), entries));
  }

  private static Reparented moved(String id, @Nullable MessageId parent) {
    return new Reparented(new MessageId(id), parent);
  }
}
