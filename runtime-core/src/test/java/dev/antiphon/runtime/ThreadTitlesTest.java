package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.TextWriter;
import dev.antiphon.port.TitleGenerator;
import dev.antiphon.port.TitleRequest;
import dev.antiphon.testing.ListWorld;
import dev.antiphon.testing.ScriptedModel;
import dev.antiphon.thread.ListEvent;
import dev.antiphon.thread.ThreadStatusException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ThreadTitlesTest {

  private final Titles titles = new Titles();

  /** A generator that does what a test wrote down. */
  private static final class Titles implements TitleGenerator {
    private final Deque<TitleGenerator> scripts = new ArrayDeque<>();
    private final List<TitleRequest> requests = new ArrayList<>();
    private final List<TextWriter> writers = new ArrayList<>();

    void then(TitleGenerator script) {
      scripts.add(script);
    }

    void says(String... words) {
      then((request, title) -> {
        for (String word : words) {
          title.text(word);
        }
      });
    }

    @Override
    public void generateTitle(TitleRequest request, TextWriter title) throws Exception {
      requests.add(request);
      writers.add(title);
      TitleGenerator script = scripts.poll();
      if (script != null) {
        script.generateTitle(request, title);
      }
    }
  }

  private ListWorld world(String... threads) {
    return ListWorld.of(storage -> storage.with(threads), builder -> builder.titles(titles))
        .loaded();
  }

  private static ListWorld world(TitleWhen when, TitleGenerator titles) {
    RuntimeOptions options = RuntimeOptions.builder().titleWhen(when).build();
    return ListWorld.of(storage -> storage, builder -> builder.options(options).titles(titles))
        .loaded();
  }

  private static List<String> texts(TitleRequest request) {
    return request.messages().stream().map(Message::text).toList();
  }

  private static void answer(ScriptedModel model, String text) {
    model.says(text);
  }

  @Test
  @DisplayName(
      "TITLE-1: a thread created here gets one title, after its first reply that is complete")
  void automatic() {
    ListWorld world = world();
    ThreadRuntime thread = world.threads.main();
    titles.says("Keys ", "and mats");
    answer(world.world.model, "Under the mat.");

    world.send(thread, "Where is the key?");
    String first = thread.item().title();
    answer(world.world.model, "No.");
    world.send(thread, "Is it locked?");

    assertThat(first).isEqualTo("Keys and mats");
    assertThat(titles.requests).hasSize(1);
    assertThat(texts(titles.requests.get(0)))
        .containsExactly("Where is the key?", "Under the mat.");
    assertThat(world.storage.threads().get(0).title()).isEqualTo("Keys and mats");
    world.checkEvents();
  }

  @Test
  @DisplayName(
      "TITLE-1: a reply that failed or was cancelled brings none; the next complete one does")
  void notAfterFailure() {
    ListWorld world = world();
    ThreadRuntime thread = world.threads.main();
    world.world.model.then((request, reply) -> {
      throw new IllegalStateException("down");
    });
    world.failure(thread.send("one").completion());
    world.world.model.then((request, reply) -> thread.cancelRun());
    world.send(thread, "two");
    int before = titles.requests.size();

    answer(world.world.model, "ok");
    world.send(thread, "three");

    assertThat(before).isZero();
    assertThat(titles.requests).hasSize(1);
  }

  @Test
  @DisplayName("TITLE-1: a thread of the storage, one with a title and a renamed one get none")
  void noAutomaticTitle() {
    ListWorld world = world("stored");
    world.send(world.threads.open("stored"), "Hello");
    ThreadRuntime renamed = world.threads.main();
    world.world.model.then((request, reply) -> {
      world.threads.rename(renamed.key().threadId(), "Mine");
      reply.text("ok");
    });

    world.send(renamed, "Hello");

    assertThat(titles.requests).isEmpty();
    assertThat(renamed.item().title()).isEqualTo("Mine");
  }

  @Test
  @DisplayName("TITLE-1: titleWhen may say after the first stored user message, or never")
  void titleWhen() {
    ListWorld early = world(TitleWhen.AFTER_FIRST_USER_MESSAGE, titles);
    early.world.model.then((request, reply) -> {
      early.world.scheduler.runAll();
      assertThat(texts(titles.requests.get(0))).containsExactly("Hello");
    });
    early.send(early.threads.main(), "Hello");
    int afterFirst = titles.requests.size();
    early.finish(early.threads.main().append(MessageInput.text("Again")));
    int afterSecond = titles.requests.size();

    ListWorld never = world(TitleWhen.NEVER, titles);
    never.send(never.threads.main(), "Hello");

    assertThat(afterFirst).isEqualTo(1);
    assertThat(afterSecond).isEqualTo(1);
    assertThat(titles.requests).hasSize(1);
    assertThat(never.threads.main().item().title()).isNull();
  }

  @Test
  @DisplayName("TITLE-2: generateTitle works for any stored thread; a draft is refused")
  void generate() {
    ListWorld world = world("a", "b!");
    world.send(world.threads.open("a"), "Hello");
    titles.says("Greetings");
    titles.says("Empty");

    world.finish(world.threads.generateTitle("a"));
    world.finish(world.threads.generateTitle("b"));

    assertThat(world.titleOf("a")).isEqualTo("Greetings");
    assertThat(world.titleOf("b")).isEqualTo("Empty");
    assertThat(texts(titles.requests.get(0))).containsExactly("Hello", "");
    assertThatThrownBy(
            () -> world.threads.generateTitle(requireNonNull(world.state().draftId())))
        .isInstanceOf(ThreadStatusException.class)
        .hasMessageContaining("new");
  }

  @Test
  @DisplayName("TITLE-2: a new request cancels the one under way, and so does cancelTitle")
  void cancelled() {
    ListWorld world = world("a");
    boolean[] isClosed = new boolean[2];
    titles.then((request, title) -> {
      title.text("old");
      titles.says("new");
      world.threads.generateTitle("a");
      isClosed[0] = title.isClosed() && request.cancellation().isCancelled();
      title.text(" and late");
    });

    Throwable first = world.failure(world.threads.generateTitle("a"));
    String title = world.titleOf("a");
    titles.then((request, writer) -> {
      writer.text("unwanted");
      world.threads.cancelTitle("a");
      isClosed[1] = writer.isClosed();
    });
    Throwable second = world.failure(world.threads.generateTitle("a"));

    assertThat(first).isInstanceOf(CancellationException.class);
    assertThat(second).isInstanceOf(CancellationException.class);
    assertThat(isClosed).containsExactly(true, true);
    assertThat(title).isEqualTo("new");
    assertThat(world.titleOf("a")).isEqualTo("new");
    assertThat(world.events(ListEvent.TitleFailed.class)).isEmpty();
    world.checkEvents();
  }

  @Test
  @DisplayName("TITLE-3: the text is shown as it grows, and stored by a rename when it is whole")
  void grows() {
    ListWorld world = world("a");
    List<String> shown = new ArrayList<>();
    titles.then((request, title) -> {
      for (String word : List.of("  \n", "Where ", "the\nkey", " is\u0000", "\ud800")) {
        title.text(word);
        shown.add(world.titleOf("a"));
      }
      assertThat(world.storage.log()).doesNotContain("rename a");
    });

    world.finish(world.threads.generateTitle("a"));

    assertThat(shown)
        .containsExactly(
            "null", "Where", "Where the key", "Where the key is", "Where the key is \ufffd");
    assertThat(world.storage.threads().get(0).title()).isEqualTo("Where the key is \ufffd");
    world.checkEvents();
  }

  @Test
  @DisplayName("TITLE-3: running messages are left out of what the adapter gets")
  void settledMessages() {
    ListWorld world = world("a");
    ThreadRuntime thread = world.threads.open("a");
    world.world.model.then((request, reply) -> {
      reply.text("half a");
      world.threads.generateTitle("a");
      world.world.scheduler.runAll();
    });

    world.send(thread, "Hello");

    assertThat(texts(titles.requests.get(0))).containsExactly("Hello");
  }

  @Test
  @DisplayName(
      "TITLE-3: without adapter it is the first user text, over 50 characters cut to 47 and"
          + " an ellipsis")
  void defaultTitle() {
    String fifty = "12345678901234567890123456789012345678901234567890";
    List<String> texts =
        List.of("Hello", "  two\n lines ", fifty, fifty + "1", "\ud83d\ude00".repeat(51));
    List<String> expected = List.of(
        "Hello",
        "two lines",
        fifty,
        fifty.substring(0, 47) + "...",
        "\ud83d\ude00".repeat(47) + "...");

    for (int i = 0; i < texts.size(); i++) {
      ListWorld world = ListWorld.of().loaded();
      ThreadRuntime thread = world.threads.main();
      world.send(thread, texts.get(i));
      assertThat(thread.item().title()).isEqualTo(expected.get(i));
      assertThat(world.storage.threads().get(0).title()).isEqualTo(expected.get(i));
    }
  }

  @Test
  @DisplayName("TITLE-4: a title never overwrites a rename made since it was asked for")
  void renamedMeanwhile() {
    ListWorld world = world("a");
    titles.then((request, title) -> {
      title.text("from the model");
      world.threads.rename("a", "from me");
      title.text(" and more");
    });

    world.failure(world.threads.generateTitle("a"));

    assertThat(world.titleOf("a")).isEqualTo("from me");
    assertThat(world.storage.threads().get(0).title()).isEqualTo("from me");
    assertThat(world.storage.log()).containsOnlyOnce("rename a");
    world.checkEvents();
  }

  @Test
  @DisplayName("TITLE-4: a rename made while the title is being stored comes after it and stays")
  void renamedWhileStored() {
    ListWorld world = world("a");
    titles.says("from the model");
    CompletionStage<Void> asked = world.threads.generateTitle("a");
    world.world.scheduler.runAll();
    while (!world.calls.places().contains("rename a")) {
      world.calls.letGo(0);
    }

    world.threads.rename("a", "from me");
    world.finish(asked);

    assertThat(world.titleOf("a")).isEqualTo("from me");
    assertThat(world.storage.threads().get(0).title()).isEqualTo("from me");
  }

  @Test
  @DisplayName("TITLE-5: an empty title keeps the old one, and is no failure")
  void emptyTitle() {
    ListWorld world = world("a");
    world.finish(world.threads.rename("a", "old"));
    titles.says(" \n ");

    world.finish(world.threads.generateTitle("a"));

    assertThat(world.titleOf("a")).isEqualTo("old");
    assertThat(world.events(ListEvent.TitleFailed.class)).isEmpty();
    assertThat(world.storage.log()).containsOnlyOnce("rename a");
  }

  @Test
  @DisplayName(
      "TITLE-5: a failed title keeps the old one, emits TitleFailed, and touches nothing else")
  void failedTitle() {
    ListWorld world = world();
    ThreadRuntime thread = world.threads.main();
    String id = thread.key().threadId();
    titles.then((request, title) -> {
      title.text("half a");
      throw new IllegalStateException("no title today");
    });
    answer(world.world.model, "Hi");

    world.send(thread, "Hello");

    assertThat(thread.item().title()).isNull();
    assertThat(thread.state().messages()).hasSize(2);
    assertThat(world.events(ListEvent.TitleFailed.class))
        .extracting(event -> event.threadId() + ": " + event.error().message())
        .containsExactly(id + ": no title today");
    world.checkEvents();
  }

  @Test
  @DisplayName("TITLE-5: a title that cannot be stored or made is a failure to who asked for it")
  void failedRequest() {
    ListWorld world = world("a");
    titles.then((request, title) -> {
      throw new IllegalStateException("no title today");
    });
    titles.says("new");
    world.storage.fail("rename a");

    Throwable made = world.failure(world.threads.generateTitle("a"));
    Throwable stored = world.failure(world.threads.generateTitle("a"));

    assertThat(made).hasMessage("no title today");
    assertThat(stored).isInstanceOf(StorageException.class);
    assertThat(world.titleOf("a")).isEqualTo("null");
    assertThat(world.events(ListEvent.TitleFailed.class)).hasSize(2);
    world.checkEvents();
  }

  @Test
  @DisplayName("TITLE-5: a title that arrives for a deleted thread is dropped")
  void deletedMeanwhile() {
    ListWorld world = world("a");
    titles.then((request, title) -> {
      title.text("late");
      world.threads.delete("a");
      title.text(" and later");
    });

    world.failure(world.threads.generateTitle("a"));
    world.calls.letAllGo();

    assertThat(world.threads.item("a")).isEmpty();
    assertThat(world.storage.log()).doesNotContain("rename a");
    assertThat(world.events(ListEvent.TitleFailed.class)).isEmpty();
    world.checkEvents();
  }

  @Test
  @DisplayName("TITLE-5: a title that arrives after close is dropped")
  void closedMeanwhile() {
    RuntimeOptions options =
        RuntimeOptions.builder().closeDeadline(Duration.ofMillis(1)).build();
    ListWorld world = ListWorld.of(
            storage -> storage.with("a"), builder -> builder.titles(titles).options(options))
        .loaded();
    titles.then((request, title) -> {
      world.runtime.close();
      title.text("late");
    });

    world.failure(world.threads.generateTitle("a"));

    assertThat(world.storage.log()).doesNotContain("rename a");
    assertThat(titles.writers.get(0).isClosed()).isTrue();
  }

  @Test
  @DisplayName("RUN-27: a title that fails never changes a run")
  void runUnharmed() {
    ListWorld world = world();
    titles.then((request, title) -> {
      throw new AssertionError("no");
    });
    answer(world.world.model, "Hi");

    Run run = world.threads.main().send("Hello");
    world.calls.letAllGo();

    assertThat(ListWorld.ended(run.completion()).isSaved()).isTrue();
  }
}
