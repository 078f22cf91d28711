package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.RemoteThreadListAdapter.Capability;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadPage;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.thread.UnknownThreadException;
import dev.antiphon.tree.MessageItem;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * What every {@link RemoteThreadListAdapter} promises. Extend it and say how to open yours.
 *
 * <p>What a list can leave out is said by its {@link RemoteThreadListAdapter#capabilities()}; what
 * it does not declare is asserted to be absent.
 */
@PortContract(RemoteThreadListAdapter.class)
public abstract class ThreadListContract {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");
  private static final ThreadKey UNKNOWN = new ThreadKey("alice", "unknown");

  private RemoteThreadListAdapter list;

  /** Makes the contract; {@link #open} is called before each test. */
  @SuppressWarnings("NullAway.Init") // openList() sets the list before each test
  protected ThreadListContract() {}

  /** Opens a list. Called again on the same place, it sees what was stored there before. */
  protected abstract RemoteThreadListAdapter open();

  /**
   * Opens the history that keeps its messages in the same place as the list.
   *
   * @return the history, or empty if the list stands alone
   */
  protected abstract Optional<ThreadHistoryAdapter> openHistory();

  @BeforeEach
  final void openList(TestReporter reporter) {
    list = open();
    Conformance.declare(reporter, list.capabilities());
  }

  @Test
  @DisplayName("LIST-12: a created thread is regular, and is found by id and in the list")
  final void created() {
    ThreadRecord created = list.initialize(THREAD);

    assertThat(created)
        .isEqualTo(ThreadRecord.builder("thread-1")
            .remoteId(created.remoteId())
            .externalId(created.externalId())
            .build());
    assertThat(open().fetch(THREAD)).contains(created);
    assertThat(open().list("alice", null).threads()).containsExactly(created);
  }

  @Test
  @DisplayName("LIST-12: creating a thread again changes nothing and gives what is there")
  final void createdTwice() {
    list.initialize(THREAD);
    list.rename(THREAD, "Keys");
    list.archive(THREAD);

    ThreadRecord again = open().initialize(THREAD);

    assertThat(again.title()).isEqualTo("Keys");
    assertThat(again.status()).isEqualTo(ThreadRecord.Status.ARCHIVED);
    assertThat(open().fetch(THREAD)).contains(again);
  }

  @Test
  @DisplayName("LIST-12: eight who create the same thread at once share one record")
  final void createdTogether() throws Exception {
    List<Object> outcomes = Together.run(8, number -> () -> open().initialize(THREAD));

    assertThat(outcomes).containsOnly(list.fetch(THREAD).orElseThrow());
    assertThat(list.list("alice", null).threads()).hasSize(1);
  }

  @Test
  @DisplayName("LIST-18: a change to an unknown thread is refused and creates nothing")
  final void unknownThread() {
    for (Runnable change : List.<Runnable>of(
        () -> list.rename(UNKNOWN, "x"),
        () -> list.archive(UNKNOWN),
        () -> list.unarchive(UNKNOWN))) {
      assertThatThrownBy(change::run).isInstanceOf(UnknownThreadException.class);
    }

    list.delete(UNKNOWN);

    assertThat(open().fetch(UNKNOWN)).isEmpty();
    assertThat(open().list("alice", null).threads()).isEmpty();
  }

  @Test
  @DisplayName("LIST-15: a rename shows everywhere; the last one counts")
  final void rename() {
    list.initialize(THREAD);
    for (String title : List.of("", "\ud83d\ude00 \u05e9\u05dc\u05d5\u05dd", "'; drop table x;")) {
      list.rename(THREAD, title);

      assertThat(open().fetch(THREAD).orElseThrow().title()).isEqualTo(title);
      assertThat(open().list("alice", null).threads().get(0).title()).isEqualTo(title);
    }
  }

  @Test
  @DisplayName("LIST-15: a title of any characters is taken, and the thread stays readable")
  final void oddTitles() {
    list.initialize(THREAD);
    for (String title : SampleTexts.oddIds(4000)) {
      list.rename(THREAD, title);

      assertThat(open().fetch(THREAD).orElseThrow().title()).isNotEmpty();
    }
  }

  @Test
  @DisplayName("LIST-16: archived threads stay in the list, and can be taken out of the archive")
  final void archive() {
    list.initialize(THREAD);

    list.archive(THREAD);
    list.archive(THREAD);
    ThreadRecord archived = open().list("alice", null).threads().get(0);
    list.unarchive(THREAD);
    list.unarchive(THREAD);

    assertThat(archived.status()).isEqualTo(ThreadRecord.Status.ARCHIVED);
    assertThat(open().fetch(THREAD).orElseThrow().status()).isEqualTo(ThreadRecord.Status.REGULAR);
  }

  @Test
  @DisplayName("LIST-17: a deleted thread is gone, and another of its id knows nothing of it")
  final void delete() {
    list.initialize(THREAD);
    list.rename(THREAD, "Keys");

    list.delete(THREAD);
    list.delete(THREAD);

    assertThat(open().fetch(THREAD)).isEmpty();
    assertThat(open().list("alice", null).threads()).isEmpty();
    assertThat(list.initialize(THREAD).title()).isNull();
  }

  @Test
  @DisplayName("LIST-17: the messages of a deleted thread go with it, and no others")
  final void deleteWithMessages() {
    list.initialize(THREAD);
    list.initialize(new ThreadKey("alice", "thread-2"));
    storeMessage(THREAD, "q");
    storeMessage(new ThreadKey("alice", "thread-2"), "q");

    list.delete(THREAD);

    assertThat(messagesOf(THREAD)).isEmpty();
    assertThat(messagesOf(new ThreadKey("alice", "thread-2")))
        .hasSize(openHistory().isPresent() ? 1 : 0);
  }

  @Test
  @DisplayName("LIST-26: custom data is replaced as a whole, or refused if it is not declared")
  final void custom() {
    list.initialize(THREAD);
    if (!list.capabilities().contains(Capability.CUSTOM)) {
      assertThatThrownBy(() -> list.updateCustom(THREAD, Map.of()))
          .isInstanceOf(UnsupportedOperationException.class);
      return;
    }
    Map<String, Object> odd = SampleTexts.odd().stream()
        .collect(Collectors.toMap(text -> text, text -> List.of(text, 0, false)));

    for (Map<String, Object> custom :
        List.<Map<String, Object>>of(Map.of("a", 1, "b", ""), Map.of("b", 0.5), Map.of(), odd)) {
      list.updateCustom(THREAD, custom);
      assertThat(open().fetch(THREAD).orElseThrow().custom()).isEqualTo(custom);
      assertThat(open().list("alice", null).threads().get(0).custom()).isEqualTo(custom);
    }
    list.updateCustom(THREAD, null);

    assertThat(open().fetch(THREAD).orElseThrow().custom()).isNull();
    assertThatThrownBy(() -> list.updateCustom(UNKNOWN, Map.of()))
        .isInstanceOf(UnknownThreadException.class);
  }

  @Test
  @DisplayName("LIST-26: lastMessageAt moves when a message is stored, and only then")
  final void lastMessageAt() {
    list.initialize(THREAD);
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    storeMessage(THREAD, "q");
    Instant stored = lastMessageAt(THREAD);
    list.rename(THREAD, "Keys");
    list.archive(THREAD);

    assertThat(lastMessageAt(THREAD)).isEqualTo(stored);
    if (openHistory().isPresent()) {
      assertThat(stored)
          .isBetween(before, Instant.now())
          .satisfies(time -> assertThat(time).isEqualTo(time.truncatedTo(ChronoUnit.MILLIS)));
    } else {
      assertThat(stored).isNull();
    }
  }

  @Test
  @DisplayName("LIST-15, LIST-16: a change of a thread leaves everything else of it as it was")
  final void changesAreSeparate() {
    list.initialize(THREAD);
    list.rename(THREAD, "Keys");
    boolean hasCustom = list.capabilities().contains(Capability.CUSTOM);
    if (hasCustom) {
      list.updateCustom(THREAD, Map.of("pinned", true));
    }
    list.archive(THREAD);
    ThreadRecord archived = open().fetch(THREAD).orElseThrow();
    list.unarchive(THREAD);
    ThreadRecord back = open().fetch(THREAD).orElseThrow();
    list.rename(THREAD, "Locks");

    assertThat(archived.title()).isEqualTo("Keys");
    assertThat(archived.custom()).isEqualTo(hasCustom ? Map.of("pinned", true) : null);
    assertThat(back)
        .isEqualTo(archived.toBuilder().status(ThreadRecord.Status.REGULAR).build());
    assertThat(open().fetch(THREAD)).contains(back.toBuilder().title("Locks").build());
  }

  @Test
  @DisplayName("LIST-26: list and fetch tell the same of every thread")
  final void listAndFetchTellTheSame() {
    for (int number = 0; number < 12; number++) {
      ThreadKey thread = new ThreadKey("alice", "thread-" + number);
      list.initialize(thread);
      if (number % 2 == 0) {
        list.rename(thread, "Title " + number);
      }
      if (number % 3 == 0) {
        list.archive(thread);
      }
      if (number % 4 == 0) {
        storeMessage(thread, "q");
      }
      if (number % 5 == 0 && list.capabilities().contains(Capability.CUSTOM)) {
        list.updateCustom(thread, Map.of("number", number));
      }
    }

    List<ThreadRecord> listed = allPages("alice");

    assertThat(listed).hasSize(12);
    assertThat(listed)
        .allSatisfy(each ->
            assertThat(open().fetch(new ThreadKey("alice", each.id()))).contains(each));
  }

  @Test
  @DisplayName("LIST-8: of changes that overlap none is lost, and each thread keeps its own")
  final void changesTogether() throws Exception {
    for (int number = 0; number < 8; number++) {
      list.initialize(new ThreadKey("alice", "thread-" + number));
    }

    List<Object> outcomes = Together.run(8, number -> () -> {
      ThreadKey thread = new ThreadKey("alice", "thread-" + number);
      RemoteThreadListAdapter own = open();
      own.rename(thread, "Title " + number);
      own.archive(thread);
      return number;
    });

    assertThat(outcomes).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(allPages("alice")).hasSize(8).allSatisfy(each -> {
      assertThat(each.title()).isEqualTo("Title " + each.id().substring("thread-".length()));
      assertThat(each.status()).isEqualTo(ThreadRecord.Status.ARCHIVED);
    });
  }

  @Test
  @DisplayName("LIST-6: pages hold every thread once, the newest message first, and then end")
  final void pages() {
    Set<String> expected = new LinkedHashSet<>();
    for (int number = 0; number < 120; number++) {
      ThreadKey thread = new ThreadKey("alice", "page-" + number);
      list.initialize(thread);
      storeMessage(thread, "q");
      expected.add(thread.threadId());
    }

    List<ThreadRecord> all = allPages("alice");

    assertThat(all).hasSize(120);
    assertThat(all).extracting(ThreadRecord::id).containsExactlyInAnyOrderElementsOf(expected);
    List<Instant> times = all.stream().map(ThreadListContract::activity).toList();
    assertThat(times).isSortedAccordingTo((left, right) -> right.compareTo(left));
  }

  @Test
  @DisplayName("LIST-7: a thread that goes or moves between two pages hides no other")
  final void changesBetweenPages() {
    for (int number = 0; number < 120; number++) {
      list.initialize(new ThreadKey("alice", "page-" + number));
    }
    ThreadPage first = list.list("alice", null);
    Set<String> seen = new LinkedHashSet<>();
    first.threads().forEach(thread -> seen.add(thread.id()));

    ThreadRecord last = first.threads().get(first.threads().size() - 1);
    list.delete(new ThreadKey("alice", last.id()));
    storeMessage(new ThreadKey("alice", first.threads().get(0).id()), "q");
    for (String cursor = first.nextCursor(); isMore(cursor); ) {
      ThreadPage page = open().list("alice", cursor);
      page.threads().forEach(thread -> assertThat(seen.add(thread.id())).isTrue());
      cursor = page.nextCursor();
    }

    assertThat(seen).hasSize(120);
  }

  @Test
  @DisplayName("LIST-1: no method reaches what belongs to another owner")
  final void ownersAreSeparate() {
    list.initialize(THREAD);
    list.rename(THREAD, "Keys");
    storeMessage(THREAD, "q");
    Optional<ThreadRecord> before = open().fetch(THREAD);
    ThreadKey bob = new ThreadKey("bob", THREAD.threadId());
    Map<String, Runnable> attempts = new LinkedHashMap<>();
    attempts.put("list", () -> assertThat(list.list("bob", null).threads()).isEmpty());
    attempts.put("fetch", () -> assertThat(list.fetch(bob)).isEmpty());
    attempts.put("rename", () -> refused(() -> list.rename(bob, "x")));
    attempts.put("archive", () -> refused(() -> list.archive(bob)));
    attempts.put("unarchive", () -> refused(() -> list.unarchive(bob)));
    attempts.put("updateCustom", () -> refused(() -> list.updateCustom(bob, Map.of())));
    attempts.put("delete", () -> list.delete(bob));
    attempts.put("initialize", () -> {
      assertThat(list.initialize(bob).title()).isNull();
      list.rename(bob, "Mine");
      list.delete(bob);
    });

    attempts.values().forEach(Runnable::run);

    assertThat(open().fetch(THREAD)).isEqualTo(before);
    assertThat(open().list("alice", null).threads()).containsExactly(before.orElseThrow());
    assertThat(messagesOf(THREAD)).hasSize(openHistory().isPresent() ? 1 : 0);
    Set<String> methods = Arrays.stream(RemoteThreadListAdapter.class.getDeclaredMethods())
        .filter(method -> method.getParameterCount() > 0 && !method.isSynthetic())
        .map(Method::getName)
        .collect(Collectors.toSet());
    assertThat(attempts.keySet()).as("methods tried").isEqualTo(methods);
  }

  @Test
  @DisplayName("LIST-1: another owner's cursor shows nothing of theirs")
  final void foreignCursor() {
    for (int number = 0; number < 120; number++) {
      list.initialize(new ThreadKey("alice", "page-" + number));
    }
    list.initialize(new ThreadKey("bob", "page-0"));
    String cursor = list.list("alice", null).nextCursor();

    if (isMore(cursor)) {
      assertThat(list.list("bob", cursor).threads())
          .extracting(ThreadRecord::id)
          .isSubsetOf("page-0");
    }
    assertThat(allPages("bob")).extracting(ThreadRecord::id).containsExactly("page-0");
  }

  @Test
  @DisplayName("LIST-22: threads and owners of odd or very long names are not taken for each other")
  final void oddIds() {
    List<String> ids = SampleTexts.oddIds(128);
    List<String> owners = SampleTexts.oddIds(256);
    ids.forEach(id -> list.initialize(new ThreadKey("alice", id)));
    owners.forEach(owner -> list.initialize(new ThreadKey(owner, "only")));

    assertThat(allPages("alice"))
        .extracting(ThreadRecord::id)
        .containsExactlyInAnyOrderElementsOf(ids);
    for (String id : ids) {
      assertThat(list.fetch(new ThreadKey("alice", id)).orElseThrow().id()).isEqualTo(id);
    }
    for (String owner : owners) {
      assertThat(list.list(owner, null).threads()).hasSize(1);
    }
  }

  private List<ThreadRecord> allPages(String owner) {
    List<ThreadRecord> all = new ArrayList<>();
    String cursor = null;
    do {
      ThreadPage page = list.list(owner, cursor);
      all.addAll(page.threads());
      cursor = page.nextCursor();
    } while (isMore(cursor));
    return all;
  }

  private static boolean isMore(@Nullable String cursor) {
    return cursor != null && !cursor.isEmpty();
  }

  private static Instant activity(ThreadRecord thread) {
    Instant lastMessageAt = thread.lastMessageAt();
    return lastMessageAt == null ? Instant.EPOCH : lastMessageAt;
  }

  private @Nullable Instant lastMessageAt(ThreadKey thread) {
    return open().fetch(thread).orElseThrow().lastMessageAt();
  }

  private static void refused(Runnable change) {
    assertThatThrownBy(change::run)
        .isInstanceOfAny(UnknownThreadException.class, UnsupportedOperationException.class);
  }

  /** Stores a message, if the list has a history. */
  private void storeMessage(ThreadKey thread, String id) {
    openHistory()
        .ifPresent(history -> history.write(
            thread,
            new HistoryBatch(
                ThreadRevision.UNKNOWN,
                List.of(new HistoryEntry.Append(
                    MessageItem.of(SampleMessages.user(id, "Where is the key?"), null))))));
  }

  private List<?> messagesOf(ThreadKey thread) {
    return openHistory()
        .map(history -> history.load(thread))
        .orElse(LoadedThread.EMPTY)
        .items();
  }
}
