package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.cloud.FakeThreads.Row;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Our ids and the server's, beside what front ends of assistant-ui write. */
class CloudRowsTest {

  private static final ThreadKey THREAD = new ThreadKey("ada", "plans");
  private static final MessageId Q = new MessageId("q");

  private final CloudWorld world = new CloudWorld();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private CloudThreadHistory history() {
    return new CloudThreadHistory(world.client());
  }

  private static HistoryEntry append(String id, @Nullable String parent) {
    return new HistoryEntry.Append(MessageItem.of(
        SampleMessages.user(id, "text of " + id), parent == null ? null : new MessageId(parent)));
  }

  private static HistoryBatch batch(HistoryEntry... entries) {
    return new HistoryBatch(ThreadRevision.UNKNOWN, Arrays.asList(entries));
  }

  private Row row() {
    return world.cloud.data.only("ada");
  }

  /** What a front end stores: no id, no date, no entry of ours. */
  private static Map<String, Object> webContent(String role, String text) {
    return Map.of(
        "role", role,
        "content", List.of(Map.of("type", "text", "text", text)),
        "metadata", Map.of("custom", Map.of()));
  }

  private List<StoredMessage> loaded() {
    return history().load(THREAD).items();
  }

  private static List<String> places(List<StoredMessage> messages) {
    return messages.stream().map(each -> each.id() + "<" + each.parentId()).toList();
  }

  private String rowIdOf(int index) {
    return String.valueOf(row().messages.get(index).get("id"));
  }

  @Test
  @DisplayName("ids stay final: the server's own are nowhere to be seen, after a restart neither")
  void idsAreFinal() {
    history().write(THREAD, batch(append("q", null), append("a", "q")));
    history().write(THREAD, batch(append("q2", "a")));

    assertThat(places(loaded())).containsExactly("q<null", "a<q", "q2<a");
    assertThat(row().text("external_id")).isEqualTo("plans");
    assertThat(row().messages.get(1).get("parent_id")).isEqualTo(rowIdOf(0));
  }

  @Test
  @DisplayName("a reply that a front end wrote below our message stands there, with the row's id")
  void webReply() {
    history().write(THREAD, batch(append("q", null)));
    String reply =
        world.cloud.data.put(row(), rowIdOf(0), "aui/v0", webContent("assistant", "Hello."));

    history().write(THREAD, batch(append("q2", reply)));

    assertThat(places(loaded())).containsExactly("q<null", reply + "<q", "q2<" + reply);
    Message message = ((StoredMessage.Intact) loaded().get(1)).item().message();
    assertThat(message.role()).isEqualTo(Role.ASSISTANT);
    assertThat(message.text()).isEqualTo("Hello.");
    assertThat(row().messages.get(2).get("parent_id")).isEqualTo(reply);
  }

  @Test
  @DisplayName("a thread that a front end made has the server's id, in list and history")
  void webThread() {
    CloudClient client = world.client();
    client.send(
        "ada",
        CloudCall.post("threads").body(Map.of("last_message_at", "2026-08-01T00:00:00.000Z")));
    world.cloud.data.put(row(), null, "aui/v0", webContent("user", "Hi"));

    ThreadRecord listed =
        new CloudThreadList(client).list("ada", null).threads().get(0);
    List<StoredMessage> messages =
        history().load(new ThreadKey("ada", listed.id())).items();

    assertThat(listed.id()).isEqualTo(row().text("id")).isEqualTo(listed.remoteId());
    assertThat(messages).hasSize(1);
  }

  @Test
  @DisplayName("HIST-16: rows of another form are left alone")
  void otherForms() {
    history().write(THREAD, batch(append("q", null)));
    world.cloud.data.put(row(), rowIdOf(0), "ai-sdk/v6", Map.of("role", "assistant"));

    assertThat(places(loaded())).containsExactly("q<null");
  }

  @Test
  @DisplayName("LOAD-4: a row that cannot be read keeps its place, and its children")
  void unreadable() {
    history().write(THREAD, batch(append("q", null)));
    String broken = world.cloud.data.put(row(), rowIdOf(0), "aui/v0", Map.of("role", "ghost"));
    world.cloud.data.put(row(), broken, "aui/v0", webContent("user", "Well?"));

    List<StoredMessage> messages = loaded();

    assertThat(messages.get(1))
        .isInstanceOfSatisfying(
            StoredMessage.Unreadable.class,
            placeholder -> assertThat(placeholder.problem()).isNotBlank());
    assertThat(messages.get(1).parentId()).isEqualTo(Q);
    assertThat(messages.get(2).parentId()).isEqualTo(new MessageId(broken));
  }

  @Test
  @DisplayName("HIST-9: custom metadata of our own entry's name comes back")
  void ownEntry() {
    for (Object value : Arrays.asList(1, null, Map.of("id", "x"))) {
      Message message = SampleMessages.user("m" + Objects.hashCode(value), "text").toBuilder()
          .custom(Collections.singletonMap(RowContent.ENTRY, value))
          .build();
      history().write(THREAD, batch(new HistoryEntry.Append(MessageItem.of(message, null))));

      List<StoredMessage> messages = loaded();
      assertThat(
              ((StoredMessage.Intact) messages.get(messages.size() - 1)).item().message())
          .isEqualTo(message);
    }
  }

  @Test
  @DisplayName("D20: a message whose answer was lost is found, and stored once")
  void lostAnswer() {
    CloudThreadHistory history = history();
    history.write(THREAD, batch(append("q", null)));
    for (Fault fault :
        List.of(new Fault.LostAnswer(), new Fault.HalfAnswer(), new Fault.Nonsense("{}"))) {
      world.cloud.failNext("POST", "/messages", fault);
      history.write(THREAD, batch(append(fault.getClass().getSimpleName(), "q")));
    }

    assertThat(row().messages).hasSize(4);
    assertThat(world.cloud.openFaults()).isZero();
    history.write(THREAD, batch(append("below", "LostAnswer")));
    assertThat(row().messages.get(4).get("parent_id")).isEqualTo(rowIdOf(1));
  }

  @Test
  @DisplayName("D20: two rows of one message are one, with the last content and both's children")
  void duplicates() {
    CloudThreadHistory history = history();
    history.write(THREAD, batch(append("q", null), append("a", "q")));
    // The first attempt arrives after all, when the second one was updated already.
    Map<String, Object> stale = content(row().messages.get(1));
    history.write(
        THREAD,
        batch(new HistoryEntry.Update(MessageItem.of(SampleMessages.user("a", "final"), Q))));
    String late = world.cloud.data.put(row(), rowIdOf(0), "aui/v0", stale);
    world.cloud.data.put(row(), late, "aui/v0", webContent("user", "below the late one"));
    history.write(THREAD, batch(append("b", "a")));

    List<StoredMessage> messages = loaded();

    assertThat(places(messages).subList(0, 2)).containsExactly("q<null", "a<q");
    assertThat(messages).hasSize(4);
    assertThat(((StoredMessage.Intact) messages.get(1)).item().message().text()).isEqualTo("final");
    assertThat(messages.subList(2, 4))
        .allSatisfy(child -> assertThat(child.parentId()).isEqualTo(new MessageId("a")));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> content(Map<String, @Nullable Object> row) {
    return (Map<String, Object>) Objects.requireNonNull(row.get("content"));
  }

  @Test
  @DisplayName("HIST-2: a batch that failed midway is completed by the next write of it")
  void completed() {
    CloudThreadHistory history = history();
    history.write(THREAD, batch(append("first", null)));
    world.cloud.failNext(
        request -> request.method().equals("POST") && request.text().contains("text of a"),
        Fault.status(503),
        Fault.status(503),
        Fault.status(503));
    HistoryBatch batch = batch(append("q", "first"), append("a", "q"), append("b", "a"));

    assertThatThrownBy(() -> history.write(THREAD, batch))
        .isInstanceOfSatisfying(
            CloudException.class, failure -> assertThat(failure.isRetryable()).isTrue());
    List<String> midway = places(loaded());
    history.write(THREAD, batch);

    assertThat(midway).containsExactly("first<null", "q<first");
    assertThat(places(loaded())).containsExactly("first<null", "q<first", "a<q", "b<a");
    assertThat(row().messages).hasSize(4);
  }

  @Test
  @DisplayName("what did not change is not sent again")
  void unchanged() {
    CloudThreadHistory history = history();
    history.write(THREAD, batch(append("q", null)));
    long before = world.cloud.requests().size();

    history.write(THREAD, batch(append("q", null)));

    assertThat(world.cloud.requests()).hasSize((int) before);
  }

  @Test
  @DisplayName("LIST-26: that the list did not hear of a message fails nothing, and is made up for")
  void listTime() {
    CloudThreadHistory history = history();
    history.write(THREAD, batch(append("q", null)));
    String first = row().text("last_message_at");
    world.cloud.failNext(
        request -> request.method().equals("PUT") && request.path().size() == 3, Fault.status(400));

    history.write(THREAD, batch(append("a", "q")));
    String failed = row().text("last_message_at");
    history.write(
        THREAD,
        batch(new HistoryEntry.Update(MessageItem.of(SampleMessages.user("a", "final"), Q))));

    assertThat(failed).isEqualTo(first);
    assertThat(row().text("last_message_at")).isGreaterThan(first);
  }

  @Test
  @DisplayName("a message below one that is not stored is refused with a typed error")
  void unknownParent() {
    CloudThreadHistory history = history();
    history.write(THREAD, batch(append("q", null)));

    assertThatThrownBy(() -> history.write(THREAD, batch(append("a", "ghost"))))
        .isInstanceOfSatisfying(
            CloudException.class, failure -> assertThat(failure.code()).isEqualTo("not-found"));
    assertThat(row().messages).hasSize(1);
  }

  @Test
  @DisplayName("a parent that another client has stored since is found")
  void foreignParent() {
    CloudThreadHistory one = history();
    CloudThreadHistory other = history();
    one.write(THREAD, batch(append("q", null)));
    other.load(THREAD);
    one.write(THREAD, batch(append("a", "q")));

    other.write(THREAD, batch(append("q2", "a")));

    assertThat(places(loaded())).containsExactly("q<null", "a<q", "q2<a");
  }

  @Test
  @DisplayName("a thread that somebody deleted is not made again by a message of it")
  void deletedElsewhere() {
    CloudThreadHistory history = history();
    history.write(THREAD, batch(append("q", null)));
    new CloudThreadList(world.client()).delete(THREAD);

    for (int round = 0; round < 2; round++) {
      assertThatThrownBy(() -> history.write(THREAD, batch(append("a", "q"))))
          .isInstanceOfSatisfying(
              CloudException.class, failure -> assertThat(failure.code()).isEqualTo("not-found"));
    }
    assertThat(world.cloud.data.threads("ada")).isEmpty();
    assertThat(history.load(THREAD).items()).isEmpty();
  }

  @Test
  @DisplayName("of two rows that clients made for one thread at once, the older one stays")
  void createdTwice() {
    CloudClient late = world.client();
    // It looked before the other thread was there.
    world.cloud.failNext(
        "GET",
        "/threads",
        new Fault.Nonsense("{\"threads\":[]}"),
        new Fault.Nonsense("{\"threads\":[]}"));
    AtomicBoolean isFirst = new AtomicBoolean(true);
    world.cloud.failNext(
        request -> {
          if (request.method().equals("POST") && isFirst.getAndSet(false)) {
            new CloudThreadList(world.client()).initialize(THREAD);
          }
          return false;
        },
        Fault.status(500));

    ThreadRecord record = new CloudThreadList(late).initialize(THREAD);

    assertThat(world.cloud.count("POST", "/threads")).isEqualTo(2);
    assertThat(record.remoteId()).isEqualTo(row().text("id"));
  }

  @Test
  @DisplayName("a page that is too long to be read is asked for in smaller ones")
  void longPages() {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      entries.add(new HistoryEntry.Append(MessageItem.of(
          SampleMessages.user("m" + i, "x".repeat(1000)),
          i == 0 ? null : new MessageId("m" + (i - 1)))));
    }
    history().write(THREAD, new HistoryBatch(ThreadRevision.UNKNOWN, entries));
    CloudClient client =
        world.builder(CloudAuth.apiKey(FakeAccounts.KEY)).maxAnswerBytes(10_000).build();

    assertThat(new CloudThreadHistory(client).load(THREAD).items()).hasSize(30);
  }
}
