package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.HeldThreadList;
import dev.antiphon.testing.Interleavings;
import dev.antiphon.testing.ListWorld;
import dev.antiphon.thread.AdapterReplacedException;
import dev.antiphon.thread.ListEvent;
import dev.antiphon.thread.ListState;
import dev.antiphon.thread.ThreadClosedException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadListItem.Status;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AdapterReplacementTest {

  private static HeldThreadList replace(ListWorld world, String... threads) {
    HeldThreadList replacement = new HeldThreadList(world.calls).with(threads);
    world.runtime.setThreadList(replacement);
    return replacement;
  }

  @Test
  @DisplayName("LIST-23: operations of the old adapter fail at once, those not begun never begin")
  void operationsFail() {
    ListWorld world = ListWorld.of("a", "b").loaded();
    List<CompletionStage<?>> operations = List.of(
        world.threads.rename("a", "one"),
        world.threads.rename("a", "two"),
        world.threads.archive("b"),
        world.threads.reload(),
        world.threads.switchTo("z"),
        world.threads.rename("y", "unknown"));
    world.world.scheduler.runAll();
    List<String> logBefore = world.storage.log();

    replace(world, "a");
    world.world.scheduler.runAll();

    for (CompletionStage<?> operation : operations) {
      Throwable failure = world.failure(operation);
      assertThat(failure).isInstanceOf(AdapterReplacedException.class);
      assertThat(((AdapterReplacedException) failure).info().display())
          .isEqualTo(ErrorInfo.Display.SILENT);
    }
    assertThat(logBefore).containsExactly("list");
    assertThat(world.storage.log()).doesNotContain("rename a two");
    assertThat(world.storage.log().stream().filter("rename a"::equals)).hasSizeLessThan(2);
    assertThat(world.titleOf("a")).isEqualTo("null");
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-23: until the new list ended everything but the draft is refused")
  void refusedMeanwhile() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime old = world.threads.open("a");
    world.finish(old.load());
    ThreadRuntime draft = world.threads.main();

    replace(world, "a");
    List<Runnable> refused = List.of(
        () -> world.threads.rename("a", "x"),
        () -> world.threads.archive("a"),
        () -> world.threads.delete("a"),
        () -> world.threads.switchTo("a"),
        () -> world.threads.open("a"),
        () -> world.threads.open("z"),
        () -> old.send("Hello"),
        () -> old.load());

    for (Runnable command : refused) {
      assertThatThrownBy(command::run).isInstanceOf(AdapterReplacedException.class);
    }
    assertThat(world.finish(world.threads.switchToNewThread())).isSameAs(draft);
    world.send(draft, "Hello");
    assertThat(draft.item().status()).isEqualTo(Status.REGULAR);
  }

  @Test
  @DisplayName("LIST-23: threads that the new list names take commands again when it has come")
  void goesOn() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime thread = world.threads.open("a");
    world.finish(thread.load());

    replace(world, "a");
    world.calls.letAllGo();
    world.send(thread, "Hello");

    assertThat(thread.state().messages()).hasSize(2);
    assertThat(world.threads.open("a")).isSameAs(thread);
  }

  @Test
  @DisplayName(
      "LIST-23: a list of the new adapter that fails is shown, and everything waits for the"
          + " next one")
  void newListFails() {
    ListWorld world = ListWorld.of("a").loaded();
    HeldThreadList replacement = new HeldThreadList(world.calls).with("b");
    replacement.fail("list");

    world.runtime.setThreadList(replacement);
    world.calls.letAllGo();
    ListState failed = world.state();
    assertThatThrownBy(() -> world.threads.rename("a", "x"))
        .isInstanceOf(AdapterReplacedException.class);
    replacement.recover();
    world.finish(world.threads.reload());

    assertThat(failed.error()).isNotNull();
    assertThat(failed.isLoading()).isFalse();
    assertThat(world.state().regularIds()).containsExactly("b");
    assertThat(world.events(ListEvent.ListFailed.class)).hasSize(1);
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-24: the draft survives, other threads vanish and are closed, and a vanished"
      + " selection becomes the draft")
  void vanish() {
    ListWorld world = ListWorld.of("a", "b!").loaded();
    ThreadRuntime gone = world.finish(world.threads.switchTo("a"));
    EventLog log = EventLog.of(gone);
    String draft = world.state().draftId();
    world.threads.open(requireNonNull(draft)).composer().setText("kept");

    replace(world, "c");
    world.calls.letAllGo();

    assertThat(world.selected()).isEqualTo(draft);
    assertThat(world.state().regularIds()).containsExactly("c");
    assertThat(world.state().archivedIds()).isEmpty();
    assertThat(world.threads.item("a")).isEmpty();
    assertThat(world.threads.item("b")).isEmpty();
    assertThat(gone.item().status()).isEqualTo(Status.DELETED);
    assertThat(log.all()).last().isInstanceOf(ThreadEvent.ThreadClosed.class);
    assertThatThrownBy(() -> gone.send("Hello")).isInstanceOf(ThreadClosedException.class);
    assertThat(world.threads.main().composer().state().text()).isEqualTo("kept");
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-24: a thread created since survives a list that does not name it")
  void createdSince() {
    Interleavings.all(choices -> {
      ListWorld world = ListWorld.of("a").loaded();
      ThreadRuntime draft = world.threads.main();
      String id = draft.key().threadId();
      replace(world, "c");
      draft.send("Hello");

      world.inOrderOf(
          choices, () -> assertThat(draft.item().status()).isNotEqualTo(Status.DELETED));

      assertThat(world.state().regularIds()).containsExactly(id, "c");
      assertThat(world.selected()).isEqualTo(id);
      assertThat(draft.state().messages()).hasSize(2);
      world.checkEvents();
    });
  }

  @Test
  @DisplayName("LIST-23: a creation of the old adapter fails, and the message is not sent")
  void creationFails() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime draft = world.threads.main();
    Run run = draft.send("Hello");
    world.world.scheduler.runAll();

    replace(world, "c");
    Status atOnce = draft.item().status();
    Throwable failure = world.failure(run.completion());

    assertThat(atOnce).isEqualTo(Status.NEW);
    assertThat(failure)
        .isInstanceOf(MessageNotSentException.class)
        .hasCauseInstanceOf(AdapterReplacedException.class);
    assertThat(world.state().draftId()).isEqualTo(draft.key().threadId());
    assertThat(world.state().regularIds()).containsExactly("c");
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-23: late answers of the old adapter change nothing, in every order")
  void lateAnswers() {
    Interleavings.all(choices -> {
      ListWorld world = ListWorld.of("a", "b").loaded();
      world.threads.rename("a", "old");
      world.threads.reload();
      world.world.scheduler.runAll();
      HeldThreadList replacement = replace(world, "a", "c");

      world.inOrderOf(choices, () -> assertThat(world.titleOf("a")).isEqualTo("null"));

      assertThat(world.state().regularIds()).containsExactly("a", "c");
      assertThat(replacement.log()).containsExactly("list");
      world.checkEvents();
    });
  }

  @Test
  @DisplayName("LIST-23: lists of owners that are opened later stand on the new adapter")
  void laterOwners() {
    ListWorld world = ListWorld.of("a").loaded();
    HeldThreadList replacement = replace(world, "c");
    ThreadListRuntime bob = world.runtime.threads("bob");

    world.finish(bob.load());

    assertThat(bob.state().regularIds()).containsExactly("c");
    assertThat(replacement.log()).containsExactly("list", "list");
  }

  @Test
  @DisplayName("LIST-24: a run of a vanished thread is cancelled")
  void runOfVanished() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime gone = world.threads.open("a");
    world.finish(gone.load());
    world.world.model.then((request, reply) -> {
      reply.text("Once");
      replace(world, "c");
      world.calls.letAllGo();
      assertThat(reply.isClosed()).isTrue();
    });

    Run run = gone.send("Tell me a story");
    world.calls.letAllGo();

    assertThat(ListWorld.ended(run.completion()).outcome().name()).isEqualTo("CANCELLED");
  }
}
