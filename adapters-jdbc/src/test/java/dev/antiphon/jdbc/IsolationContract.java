package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.port.FeedbackRequest;
import dev.antiphon.port.FileId;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Alice stores, Bob calls every method of every port with her ids: he sees nothing of hers and
 * changes nothing of hers.
 */
abstract class IsolationContract {

  private static final String SECRET = "hunter2";
  private static final ThreadKey ALICES = new ThreadKey("alice", "thread-1");
  private static final ThreadKey BOBS = new ThreadKey("bob", "thread-1");
  private static final Message ALICES_MESSAGE = SampleMessages.assistant("m", SECRET);
  private static final Message BOBS_MESSAGE = SampleMessages.assistant("m", "Bob's");

  private static final List<String> TABLES = List.of(
      "antiphon_thread",
      "antiphon_message",
      "antiphon_feedback",
      "antiphon_file",
      "antiphon_file_chunk");

  private final DataSource dataSource = database();
  private final JdbcThreadHistory history = new JdbcThreadHistory(dataSource);
  private final JdbcThreadList list = new JdbcThreadList(dataSource);
  private final JdbcFeedback feedback = new JdbcFeedback(dataSource);
  private final JdbcAttachmentStore store = new JdbcAttachmentStore(dataSource);
  private FileId alicesFile = new FileId("none");

  /** Returns an empty database. */
  abstract DataSource database();

  /** A call of Bob's, and what it gave him. */
  private interface Attempt {
    @Nullable
    Object call() throws Exception;
  }

  @BeforeEach
  void aliceStores() throws IOException {
    list.initialize(ALICES);
    list.rename(ALICES, SECRET);
    list.updateCustom(ALICES, Map.of("pin", SECRET));
    history.write(
        ALICES,
        new HistoryBatch(
            ThreadRevision.NEW,
            List.of(
                new HistoryEntry.Append(
                    MessageItem.of(ALICES_MESSAGE, null).withIdempotencyKey(SECRET)),
                new HistoryEntry.Head(new MessageId("m")))));
    feedback.submit(
        new FeedbackRequest(ALICES, ALICES_MESSAGE, new Feedback(Feedback.Type.NEGATIVE, SECRET)));
    alicesFile =
        store.put("alice", new ByteArrayInputStream(SECRET.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  @DisplayName("G9, HIST-1: no method of any port shows or changes what another owner has")
  void everyMethod() {
    String before = everythingOf("alice");

    attempts().forEach((method, attempt) -> {
      assertThat(String.valueOf(outcome(attempt)))
          .as("what %s gave to Bob", method)
          .doesNotContain(SECRET);
      assertThat(everythingOf("alice")).as("Alice's data after %s", method).isEqualTo(before);
    });
  }

  @Test
  @DisplayName("G9: every method of the ports is tried")
  void nothingLeftOut() {
    Set<String> methods = Stream.of(
            ThreadHistoryAdapter.class,
            RemoteThreadListAdapter.class,
            FeedbackAdapter.class,
            AttachmentStore.class)
        .flatMap(port -> Arrays.stream(port.getDeclaredMethods()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
        // Neither has to do with an owner's data: what the port can do, and what it cannot.
        .filter(method -> !method.getName().equals("capabilities"))
        .filter(method -> !method.getName().equals("resume"))
        .map(IsolationContract::nameOf)
        .collect(Collectors.toSet());

    assertThat(attempts().keySet()).isEqualTo(methods);
  }

  private Map<String, Attempt> attempts() {
    Map<String, Attempt> attempts = new LinkedHashMap<>();
    attempts.put("ThreadHistoryAdapter.load", () -> {
      LoadedThread loaded = history.load(BOBS);
      assertThat(loaded.items()).isEmpty();
      return loaded;
    });
    attempts.put("RemoteThreadListAdapter.list", () -> {
      assertThat(list.list("bob", null).threads()).isEmpty();
      return list.list("bob", Long.MAX_VALUE + ".thread-2");
    });
    attempts.put("RemoteThreadListAdapter.fetch", () -> {
      assertThat(list.fetch(BOBS)).isEmpty();
      return list.fetch(BOBS);
    });
    attempts.put("RemoteThreadListAdapter.rename", () -> run(() -> list.rename(BOBS, "Bob's")));
    attempts.put("RemoteThreadListAdapter.archive", () -> run(() -> list.archive(BOBS)));
    attempts.put("RemoteThreadListAdapter.unarchive", () -> run(() -> list.unarchive(BOBS)));
    attempts.put(
        "RemoteThreadListAdapter.updateCustom",
        () -> run(() -> list.updateCustom(BOBS, Map.of("pin", "0"))));
    attempts.put("RemoteThreadListAdapter.delete", () -> run(() -> list.delete(BOBS)));
    attempts.put(
        "FeedbackAdapter.submit",
        () -> run(() -> {
          feedback.submit(new FeedbackRequest(
              BOBS, BOBS_MESSAGE, new Feedback(Feedback.Type.POSITIVE, "Bob's")));
          feedback.submit(new FeedbackRequest(BOBS, BOBS_MESSAGE, null));
        }));
    attempts.put("AttachmentStore.open", () -> store.open("bob", alicesFile));
    attempts.put("AttachmentStore.delete", () -> run(() -> store.delete("bob", alicesFile)));
    attempts.put(
        "AttachmentStore.put", () -> store.put("bob", new ByteArrayInputStream(new byte[] {1})));
    attempts.put("RemoteThreadListAdapter.initialize", () -> list.initialize(BOBS));
    attempts.put("ThreadHistoryAdapter.write", this::everyEntry);
    return attempts;
  }

  private ThreadRevision everyEntry() {
    MessageId message = new MessageId("m");
    return history.write(
        BOBS,
        new HistoryBatch(
            ThreadRevision.UNKNOWN,
            List.of(
                new HistoryEntry.Delete(
                    List.of(message), List.of(new dev.antiphon.tree.Reparented(message, null))),
                new HistoryEntry.Update(MessageItem.of(BOBS_MESSAGE, null)),
                new HistoryEntry.Append(MessageItem.of(SampleMessages.user("n", "Bob's"), message)),
                new HistoryEntry.Head(null))));
  }

  private static @Nullable Object outcome(Attempt attempt) {
    try {
      return attempt.call();
    } catch (ChatRuntimeException refused) {
      return refused;
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static String run(Runnable call) {
    call.run();
    return "done";
  }

  private String everythingOf(String owner) {
    return Jdbi.create(dataSource)
        .withHandle(handle -> TABLES.stream()
            .map(table -> handle
                .createQuery("select * from " + table + " where owner_id = :owner order by 1, 2, 3")
                .bind("owner", owner)
                .mapToMap()
                .list()
                .stream()
                .map(IsolationContract::shown)
                .collect(Collectors.joining("\n")))
            .collect(Collectors.joining("\n\n")));
  }

  private static String shown(Map<String, Object> row) {
    return row.values().stream()
        .map(value -> value instanceof byte[] bytes
            ? Arrays.toString(bytes)
            : value instanceof java.sql.Clob clob ? textOf(clob) : String.valueOf(value))
        .collect(Collectors.joining("|"));
  }

  private static String textOf(java.sql.Clob clob) {
    try {
      return clob.getSubString(1, (int) clob.length());
    } catch (java.sql.SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  private static String nameOf(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }
}
