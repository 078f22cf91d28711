package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.DuplicateMessageException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.FaultyThreadList;
import dev.antiphon.testing.World;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.thread.ThreadClosedException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadNotLoadedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SendTest {

  private final World world = new World();

  @Test
  @DisplayName("SEND-1: send adds, stores and runs; append adds and stores without a run")
  void sendAndAppend() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();

    CompletableFuture<Void> appended =
        thread.append(MessageInput.of(Role.ASSISTANT, "Welcome")).toCompletableFuture();
    world.scheduler.runAll();
    assertThat(appended).isCompleted();
    assertThat(world.model.requests()).isEmpty();

    RunResult result = world.send(thread, "Hi");
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    List<String> shown = World.shown(thread);
    assertThat(shown)
        .containsExactly(
            "assistant: Welcome (complete/unknown)",
            "user: Hi",
            "assistant: Hello (complete/unknown)");
    assertThat(World.shown(world.open())).isEqualTo(shown);
  }

  @Test
  @DisplayName("TREE-2: a send whose message has an id in use is refused, and nothing begins")
  void idInUse() {
    world.model.says("Hello").says("Again");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    MessageInput taken = MessageInput.builder(Role.USER)
        .id(thread.message(0).id())
        .text("Hi again")
        .build();

    assertThatThrownBy(() -> thread.send(taken, SendOptions.DEFAULTS))
        .isInstanceOf(DuplicateMessageException.class);

    assertThat(thread.state().isRunning()).isFalse();
    assertThat(world.send(thread, "Go on").text()).isEqualTo("Again");
  }

  @Test
  @DisplayName("TREE-2, QUEUE-7: a queued send whose id is taken meanwhile fails in the queue")
  void idTakenMeanwhile() {
    ThreadRuntime thread = world.open();
    MessageInput later =
        MessageInput.builder(Role.USER).id(new MessageId("mine")).text("Later").build();
    world.model.then((request, reply) -> {
      thread.send(later, SendOptions.builder().whenBusy(WhenBusy.ENQUEUE).build());
      thread.append(MessageInput.builder(Role.USER)
          .id(new MessageId("mine"))
          .text("First")
          .build());
      reply.text("One");
    });

    world.send(thread, "Hi");

    assertThat(thread.state().queue())
        .singleElement()
        .satisfies(item -> assertThat(item.error()).isNotNull());
    assertThat(thread.state().isRunning()).isFalse();
    assertThat(World.shown(thread)).last().isEqualTo("user: First");
  }

  @Test
  @DisplayName("SEND-2: a text is a user message below the head, made now, with nothing else")
  void defaults() {
    world.model.says("One").says("Two");
    ThreadRuntime thread = world.open();
    world.send(thread, "First");
    MessageId head = thread.message(1).id();

    world.send(thread, "Second");

    Message sent = thread.message(2);
    assertThat(sent.role()).isEqualTo(Role.USER);
    assertThat(sent.createdAt()).isEqualTo(world.scheduler.instant());
    assertThat(sent.attachments()).isEmpty();
    assertThat(sent.metadata().custom()).isEmpty();
    assertThat(thread.state().view(2).parentId()).isEqualTo(head);
    assertThat(world.model.lastRequest().runConfig()).isEmpty();
  }

  @Test
  @DisplayName("SEND-2: an explicit null parent makes a new root")
  void newRoot() {
    world.model.says("One").says("Two");
    ThreadRuntime thread = world.open();
    world.send(thread, "First");
    MessageId first = thread.message(0).id();

    world.finish(thread.send(
        MessageInput.text("Second"), SendOptions.builder().parent(null).build()));

    assertThat(World.shown(thread))
        .containsExactly("user: Second", "assistant: Two (complete/unknown)");
    assertThat(thread.branches(first)).hasSize(2);
  }

  @Test
  @DisplayName(
      "SEND-3: the message is selected before the record exists; the run moves nothing more")
  void selectsItsMessage() {
    world.model.says("One").says("Two");
    ThreadRuntime thread = world.open();
    Run first = thread.send("First");
    assertThat(world.threadList.list("ada", null).threads()).isEmpty();
    assertThat(World.shown(thread)).containsExactly("user: First");
    MessageId user = thread.message(0).id();
    world.finish(first);

    Run second = thread.send("Second");
    thread.setHead(user);
    world.finish(second);

    assertThat(World.shown(thread)).containsExactly("user: First");
  }

  @Test
  @DisplayName(
      "SEND-4: load, record, one batch of question, running reply and head, then the model")
  void order() {
    List<String> order = new ArrayList<>();
    FaultyThreadList list = new FaultyThreadList();
    world.with(builder -> builder.threadList(list));
    world.history.beforeWrite(() -> order.add("write, records " + list.creations()));
    world.model.then((request, reply) -> order.add("model")).says("Two");
    ThreadRuntime thread = world.start().threads("ada").open("t");

    world.finish(thread.send("Hi"));

    assertThat(order.subList(0, 2)).containsExactly("write, records 1", "model");
    List<HistoryEntry> batch = world.history.batches().get(0).entries();
    assertThat(batch).hasSize(3);
    HistoryEntry.Append user = (HistoryEntry.Append) batch.get(0);
    HistoryEntry.Append reply = (HistoryEntry.Append) batch.get(1);
    assertThat(user.item().message().text()).isEqualTo("Hi");
    assertThat(reply.item().message().isRunning()).isTrue();
    assertThat(reply.item().parentId()).isEqualTo(user.item().message().id());
    assertThat(batch.get(2))
        .isEqualTo(new HistoryEntry.Head(reply.item().message().id()));

    world.send(thread, "Again");
    assertThat(list.creations()).isEqualTo(1);
  }

  @Test
  @DisplayName("SEND-4, SEND-5: what cannot be stored is not sent: no model call, draft and cause")
  void notStored() {
    world.model.says("One");
    ThreadRuntime thread = world.open();
    world.send(thread, "First");
    List<String> before = World.shown(thread);
    MessageId head = thread.message(1).id();
    EventLog events = EventLog.of(thread);
    world.history.failWrites(1);

    Run run = thread.send(
        MessageInput.text("Second"),
        SendOptions.builder().runConfig(Map.of("a", 1)).build());
    assertThatThrownBy(() -> world.finish(run))
        .isInstanceOfSatisfying(MessageNotSentException.class, failure -> {
          assertThat(failure.getCause()).isInstanceOf(StorageException.class);
          assertThat(failure.draft()).isNotNull();
          assertThat(failure.draft().message().text()).isEqualTo("Second");
          assertThat(failure.draft().runConfig()).isEqualTo(Map.of("a", 1));
          assertThat(failure.draft().parentId()).isEqualTo(head);
        });

    assertThat(run.state()).isEqualTo(RunState.ENDED);
    assertThat(World.shown(thread)).isEqualTo(before);
    assertThat(World.shown(world.open())).isEqualTo(before);
    assertThat(world.model.requests()).hasSize(1);
    assertThat(events.of(ThreadEvent.RunEnded.class))
        .extracting(ThreadEvent.RunEnded::outcome)
        .containsExactly(RunOutcome.NOT_SENT);
  }

  @Test
  @DisplayName("SEND-5: a record that cannot be created is tried again by the next send")
  void recordNotCreated() {
    FaultyThreadList list = new FaultyThreadList();
    world.with(builder -> builder.threadList(list));
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    list.failCreations(1);

    Run run = thread.send("First");
    assertThatThrownBy(() -> world.finish(run)).isInstanceOf(MessageNotSentException.class);
    assertThat(thread.state().messages()).isEmpty();
    assertThat(world.history.batches()).isEmpty();

    assertThat(world.send(thread, "Second").text()).isEqualTo("Hello");
    assertThat(list.creations()).isEqualTo(2);
  }

  @Test
  @DisplayName("SEND-5: an append that cannot be stored fails likewise, and the head returns")
  void appendNotStored() {
    world.model.says("One");
    ThreadRuntime thread = world.open();
    world.send(thread, "First");
    thread.setHead(thread.message(0).id());
    world.scheduler.runAll();
    world.history.failWrites(1);

    CompletionStage<Void> appended = thread.append(MessageInput.text("Second"));
    world.scheduler.runAll();

    assertThat(failureOf(appended))
        .isInstanceOfSatisfying(MessageNotSentException.class, failure -> {
          assertThat(failure.draft()).isNotNull();
          assertThat(failure.draft().message().text()).isEqualTo("Second");
        });
    assertThat(World.shown(thread)).containsExactly("user: First");
  }

  @Test
  @DisplayName("SEND-5: a load that fails gives the message back")
  void notLoaded() {
    world.history.failLoad(new StorageException("unavailable", "Down.", true, null));
    ThreadRuntime thread = world.start().threads("ada").open("t");

    Run run = thread.send("Hi");

    assertThatThrownBy(() -> world.finish(run))
        .isInstanceOfSatisfying(MessageNotSentException.class, failure -> {
          assertThat(failure.draft()).isNotNull();
          assertThat(failure.draft().message().text()).isEqualTo("Hi");
        });
    assertThat(world.model.requests()).isEmpty();
  }

  @Test
  @DisplayName("SEND-6: messages below an unsent one share its fate, each with its own draft")
  void belowAnUnsentOne() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    world.history.failWrites(1);

    Run run = thread.send("First");
    CompletionStage<Void> second = thread.append(MessageInput.text("Second"));
    CompletionStage<Void> third = thread.append(MessageInput.text("Third"));

    assertThatThrownBy(() -> world.finish(run))
        .isInstanceOfSatisfying(
            MessageNotSentException.class,
            failure -> assertThat(textOf(failure)).isEqualTo("First"));
    assertThat(failureOf(second))
        .isInstanceOfSatisfying(
            MessageNotSentException.class,
            failure -> assertThat(textOf(failure)).isEqualTo("Second"));
    assertThat(failureOf(third))
        .isInstanceOfSatisfying(
            MessageNotSentException.class,
            failure -> assertThat(textOf(failure)).isEqualTo("Third"));
    assertThat(thread.state().messages()).isEmpty();
    assertThat(thread.state().unsaved()).isEmpty();
    assertThat(world.history.batches()).isEmpty();
    assertThat(events.of(ThreadEvent.MessageNotSent.class)).hasSize(3);
  }

  @Test
  @DisplayName("SEND-6: a run below an unsent append is not sent either")
  void runBelowAnUnsentAppend() {
    ThreadRuntime thread = world.open();
    world.history.failWrites(1);

    CompletionStage<Void> first = thread.append(MessageInput.text("First"));
    Run second = thread.send("Second");

    assertThatThrownBy(() -> world.finish(second))
        .isInstanceOfSatisfying(
            MessageNotSentException.class,
            failure -> assertThat(textOf(failure)).isEqualTo("Second"));
    assertThat(failureOf(first)).isInstanceOf(MessageNotSentException.class);
    assertThat(thread.state().messages()).isEmpty();
    assertThat(thread.state().isRunning()).isFalse();
    assertThat(world.model.requests()).isEmpty();
  }

  @Test
  @DisplayName(
      "SEND-12: a send is refused while the load has failed, on a deleted thread, after close")
  void refused() {
    world.history.failLoad(new StorageException("unavailable", "Down.", true, null));
    LocalRuntime runtime = world.start();
    ThreadRuntime failed = runtime.threads("ada").open("failed");
    CompletionStage<Void> load = failed.load();
    world.scheduler.runAll();
    assertThat(failureOf(load)).isInstanceOf(RuntimeException.class);
    ThreadRuntime deleted = runtime.threads("ada").open("deleted");
    deleted.live().run(Conversation::delete);

    assertThatThrownBy(() -> failed.send("Hi")).isInstanceOf(ThreadNotLoadedException.class);
    assertThatThrownBy(() -> deleted.send("Hi")).isInstanceOf(ThreadClosedException.class);
    LocalRuntime other = LocalRuntime.builder(world.model).build();
    ThreadRuntime open = other.threads("ada").open("open");
    other.close();
    assertThatThrownBy(() -> open.send("Hi")).isInstanceOf(RuntimeClosedException.class);
    assertThat(world.history.batches()).isEmpty();
  }

  private static String textOf(MessageNotSentException failure) {
    return failure.draft() == null ? "" : failure.draft().message().text();
  }

  private static Throwable failureOf(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    assertThat(future).isCompletedExceptionally();
    try {
      future.join();
      throw new AssertionError("It did not fail.");
    } catch (CompletionException failed) {
      return Objects.requireNonNull(failed.getCause());
    }
  }
}
