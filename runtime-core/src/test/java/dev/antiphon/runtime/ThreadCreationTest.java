package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.memory.InMemoryThreadList;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.testing.ListWorld;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ListState;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.thread.ThreadListItem.Status;
import dev.antiphon.tree.ExportedThread;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ThreadCreationTest {

  private static long creations(ListWorld world) {
    return world.storage.log().stream()
        .filter(each -> each.startsWith("initialize"))
        .count();
  }

  @Test
  @DisplayName("LIST-12: nothing creates a record before a message is to be stored")
  void nothingToStore() {
    ListWorld world = ListWorld.of(
            storage -> storage, builder -> builder.initialMessages(MessageInput.text("Welcome")))
        .loaded();
    ThreadRuntime draft = world.threads.main();
    draft.composer().setText("typed");
    draft.setHead(null);

    world.finish(draft.load());

    assertThat(creations(world)).isZero();
  }

  @Test
  @DisplayName("LIST-12: send, append and import each create the record, once")
  void createdByEach() {
    List<Function<ThreadRuntime, CompletionStage<?>>> commands = List.of(
        thread -> thread.send("Hello").completion(),
        thread -> thread.append(MessageInput.text("Hello")),
        thread -> thread.reset(List.of(MessageInput.text("Hello"))));

    for (Function<ThreadRuntime, CompletionStage<?>> command : commands) {
      ListWorld world = ListWorld.of().loaded();
      ThreadRuntime draft = world.threads.main();

      CompletionStage<?> first = command.apply(draft);
      CompletionStage<?> second = draft.append(MessageInput.text("Again"));
      world.finish(first);
      ListWorld.ended(second);

      assertThat(creations(world)).isEqualTo(1);
      assertThat(draft.item().status()).isEqualTo(Status.REGULAR);
    }
  }

  @Test
  @DisplayName("LIST-12: a failed attempt may be repeated by the next message")
  void repeated() {
    ListWorld world = ListWorld.of().loaded();
    ThreadRuntime draft = world.threads.main();
    world.storage.fail("initialize " + draft.key().threadId());

    Throwable failure = world.failure(draft.send("Hello").completion());
    world.storage.recover();
    world.send(draft, "Hello again");

    assertThat(failure).isInstanceOf(MessageNotSentException.class);
    assertThat(creations(world)).isEqualTo(2);
    assertThat(draft.state().messages()).hasSize(2);
  }

  @Test
  @DisplayName("LIST-12: all who wait share one call, and its failure")
  void shared() {
    ListWorld world = ListWorld.of().loaded();
    ThreadRuntime draft = world.threads.main();
    world.storage.fail("initialize " + draft.key().threadId());

    CompletionStage<Void> first = draft.append(MessageInput.text("one"));
    CompletionStage<Void> second = draft.append(MessageInput.text("two"));
    Throwable firstFailure = world.failure(first);
    Throwable secondFailure = world.failure(second);

    assertThat(firstFailure).isInstanceOf(MessageNotSentException.class);
    assertThat(secondFailure).isInstanceOf(MessageNotSentException.class);
    assertThat(creations(world)).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "LIST-13: while it is created the thread is regular at the front, and there is no draft")
  void shownWhileCreated() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime draft = world.threads.main();
    String id = draft.key().threadId();

    draft.send("Hello");
    world.world.scheduler.runAll();
    ListState state = world.state();
    world.calls.letAllGo();

    assertThat(state.regularIds()).containsExactly(id, "a");
    assertThat(state.draftId()).isNull();
    assertThat(state.selectedId()).isEqualTo(id);
    assertThat(state.item(id).orElseThrow().status()).isEqualTo(Status.REGULAR);
    assertThat(world.state().regularIds()).containsExactly(id, "a");
  }

  @Test
  @DisplayName("LIST-13: a creation that fails gives the draft back, its text kept")
  void draftAgain() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime draft = world.threads.main();
    String id = draft.key().threadId();
    draft.composer().setText("next");
    world.storage.fail("initialize " + id);

    world.failure(draft.send("Hello").completion());

    assertThat(world.state().draftId()).isEqualTo(id);
    assertThat(world.state().regularIds()).containsExactly("a");
    assertThat(draft.item().status()).isEqualTo(Status.NEW);
    assertThat(draft.composer().state().text()).isEqualTo("next");
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-13: a thread that the storage lists by another name is opened by either name")
  void eitherName() {
    ListWorld world =
        ListWorld.of(storage -> storage.namingByItself(), builder -> builder).loaded();
    ThreadRuntime draft = world.threads.main();
    world.send(draft, "Hello");
    String name = world.storage.threads().get(0).id();

    world.finish(world.threads.reload());

    assertThat(world.threads.open(name)).isSameAs(draft);
    assertThat(world.finish(world.threads.switchTo(name))).isSameAs(draft);
    assertThat(world.threads.item(name))
        .isEqualTo(world.threads.item(draft.key().threadId()));
    assertThat(draft.item().remoteId()).isEqualTo(name);
  }

  @Test
  @DisplayName("LIST-27: open makes a draft of an id that the storage does not know")
  void draftOfThatId() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime mine = world.threads.open("my-thread_1");

    world.finish(mine.load());
    Status before = mine.item().status();
    world.send(mine, "Hello");

    assertThat(before).isEqualTo(Status.NEW);
    assertThat(world.state().regularIds()).containsExactly("my-thread_1", "a");
    assertThat(world.storage.log()).containsOnlyOnce("initialize my-thread_1");
    assertThat(world.state().draftId()).isEqualTo(world.selected());
  }

  @Test
  @DisplayName("LIST-27: one that the storage knows is that thread, and is not created again")
  void storedThreadOfThatId() {
    ListWorld world = ListWorld.of("a");
    ThreadRuntime stored = world.threads.open("a");

    world.send(stored, "Hello");

    assertThat(creations(world)).isZero();
    assertThat(stored.item().status()).isEqualTo(Status.REGULAR);
  }

  @Test
  @DisplayName("LIST-27: an id has 1 to 128 of A-Z a-z 0-9 _ -")
  void idsThatCanBeOpened() {
    ListWorld world = ListWorld.of();

    for (String wrong : List.of("", "a b", "ä", "a/b", "x".repeat(129))) {
      assertThatThrownBy(() -> world.threads.open(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(world.threads.open("x".repeat(128)).key().threadId()).hasSize(128);
  }

  @Test
  @DisplayName(
      "LIST-1: every call of the storage names the owner, and owners see their threads only")
  void owners() {
    World world = new World();
    LocalRuntime runtime = world.start();
    ThreadRuntime ada = runtime.threads("ada").open("same");
    ThreadRuntime bob = runtime.threads("bob").open("same");
    world.send(ada, "from ada");

    world.finish(bob.send("from bob"));
    runtime.threads("bob").rename("same", "Bob's");
    world.scheduler.runAll();

    assertThat(world.history.threads()).contains(new ThreadKey("bob", "same"));
    assertThat(ada.item().title()).isEqualTo("from ada");
    assertThat(bob.item().title()).isEqualTo("Bob's");
    assertThat(World.shown(bob)).first().isEqualTo("user: from bob");
    assertThat(runtime.threads("eve").item("same")).isEmpty();
    assertThat(runtime.threads("ada").owner()).isEqualTo("ada");
  }

  @Test
  @DisplayName("LIST-26: list and fetch keep custom, externalId and lastMessageAt; a stored message"
      + " moves it")
  void lastMessageAt() {
    World world = new World();
    InMemoryThreadHistory history = new InMemoryThreadHistory(world.scheduler);
    InMemoryThreadList list = new InMemoryThreadList(history, world.scheduler);
    world.with(builder -> builder.history(history).threadList(list));
    ThreadRuntime thread = world.open("a");
    world.send(thread, "Hello");
    Instant first = world.scheduler.instant();
    Instant shownFirst = thread.item().lastMessageAt();
    world.scheduler.advance(Duration.ofMinutes(1));
    ThreadListRuntime threads = world.start().threads("ada");
    threads.updateCustom("a", Map.of("pinned", true));
    world.scheduler.runAll();
    world.send(threads.open("a"), "Again");
    threads.reload();
    world.scheduler.runAll();
    ThreadListItem item = threads.item("a").orElseThrow();

    assertThat(shownFirst).isEqualTo(first);
    assertThat(item.lastMessageAt()).isEqualTo(first.plus(Duration.ofMinutes(1)));
    assertThat(item.custom()).isEqualTo(Map.of("pinned", true));
    assertThat(list.fetch(new ThreadKey("ada", "a")).orElseThrow().lastMessageAt())
        .isEqualTo(item.lastMessageAt());
  }

  @Test
  @DisplayName(
      "LIST-26: lastMessageAt moves at once, also where the storage of the list is not told")
  void lastMessageAtOfTheListAlone() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime thread = world.threads.open("a");

    world.send(thread, "Hello");

    assertThat(thread.item().lastMessageAt()).isEqualTo(world.world.scheduler.instant());
    world.finish(world.threads.reload());
    assertThat(thread.item().lastMessageAt()).isEqualTo(world.world.scheduler.instant());
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-26: the threads in memory are there after a reload")
  void inMemory() {
    World world = new World();
    ThreadListRuntime threads = world.start().threads("ada");
    world.finish(threads.main().send("Hello"));
    String id = threads.main().key().threadId();

    threads.reload();
    world.scheduler.runAll();

    assertThat(threads.state().regularIds()).containsExactly(id);
  }

  @Test
  @DisplayName("LIST-12: an imported thread that is not stored creates no record")
  void importInMemoryOnly() {
    ListWorld world = ListWorld.of().loaded();
    ThreadRuntime draft = world.threads.main();

    world.finish(draft.importThread(
        ExportedThread.chain(List.of()), ImportOptions.builder().isStored(false).build()));

    assertThat(creations(world)).isZero();
  }
}
