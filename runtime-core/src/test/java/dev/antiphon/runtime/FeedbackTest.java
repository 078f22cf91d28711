package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFeedback;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.port.FeedbackRequest;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.Capability;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.ExportedThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FeedbackTest {

  private static final Feedback GOOD = Feedback.positive();
  private static final Feedback BAD = Feedback.negative().withComment("Too long");

  private final World world = new World();
  private final List<FeedbackRequest> told = new ArrayList<>();

  /** Fails those marks. */
  private final List<@Nullable Feedback> refused = new ArrayList<>();

  private final FeedbackAdapter adapter = request -> {
    told.add(request);
    if (refused.contains(request.feedback())) {
      throw new StorageException("unavailable", "The feedback service is away.", true, null);
    }
  };

  private ThreadRuntime answered() {
    world.with(builder -> builder.feedback(adapter));
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    return thread;
  }

  private static @Nullable Feedback shown(ThreadRuntime thread) {
    return thread.message(1).metadata().submittedFeedback();
  }

  private static @Nullable Feedback stored(World world) {
    List<Message> messages = new ArrayList<>();
    for (ExportedThread each : List.of(world.open().export())) {
      each.items().forEach(item -> messages.add(item.message()));
    }
    return messages.get(1).metadata().submittedFeedback();
  }

  @Test
  @DisplayName("FEED-1: a mark may be given, repeated, changed and withdrawn; each is told")
  void marks() {
    ThreadRuntime thread = answered();
    MessageId reply = thread.message(1).id();

    thread.submitFeedback(reply, GOOD);
    thread.submitFeedback(reply, GOOD);
    thread.submitFeedback(reply, BAD);
    thread.withdrawFeedback(reply);
    world.scheduler.runAll();

    assertThat(told).extracting(FeedbackRequest::feedback).containsExactly(GOOD, GOOD, BAD, null);
    assertThat(told).extracting(FeedbackRequest::thread).containsOnly(thread.key());
    assertThat(told.get(2).message().id()).isEqualTo(reply);
  }

  @Test
  @DisplayName("FEED-1: without an adapter it is refused, and the thread says that it cannot do it")
  void withoutAdapter() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");

    assertThat(thread.state().capabilities()).doesNotContain(Capability.FEEDBACK);
    assertThatThrownBy(() -> thread.submitFeedback(thread.message(1).id(), GOOD))
        .isInstanceOf(FeatureUnavailableException.class)
        .hasMessageContaining("FeedbackAdapter");
    assertThat(shown(thread)).isNull();
  }

  @Test
  @DisplayName("FEED-1: a mark of an unknown message is refused")
  void unknownMessage() {
    ThreadRuntime thread = answered();

    assertThatThrownBy(() -> thread.submitFeedback(new MessageId("msg_none"), GOOD))
        .isInstanceOf(UnknownMessageException.class);
    world.scheduler.runAll();
    assertThat(told).isEmpty();
  }

  @Test
  @DisplayName("FEED-1, RUN-21: a mark during streaming leaves the rest of the answer alone")
  void whileStreaming() {
    world.with(builder -> builder.feedback(adapter));
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      reply.text("One ");
      thread.submitFeedback(request.messageId(), GOOD);
      assertThat(shown(thread)).isEqualTo(GOOD);
      reply.text("two");
    });

    RunOutcome outcome = world.send(thread, "Count").outcome();

    assertThat(outcome).isEqualTo(RunOutcome.COMPLETE);
    assertThat(thread.message(1).text()).isEqualTo("One two");
    assertThat(shown(thread)).isEqualTo(GOOD);
    assertThat(stored(world)).isEqualTo(GOOD);
  }

  @Test
  @DisplayName("FEED-2: an assistant message shows its mark at once, and is stored with it")
  void shownAndStored() {
    ThreadRuntime thread = answered();
    EventLog events = EventLog.of(thread);

    thread.submitFeedback(thread.message(1).id(), BAD);
    Feedback atOnce = shown(thread);
    world.scheduler.runAll();

    assertThat(atOnce).isEqualTo(BAD);
    assertThat(events.of(ThreadEvent.FeedbackChanged.class))
        .extracting(ThreadEvent.FeedbackChanged::feedback)
        .containsExactly(BAD);
    assertThat(stored(world)).isEqualTo(BAD);
  }

  @Test
  @DisplayName("FEED-2: a withdrawn mark is gone, from the storage too")
  void withdrawn() {
    ThreadRuntime thread = answered();
    thread.submitFeedback(thread.message(1).id(), GOOD);
    world.scheduler.runAll();

    thread.withdrawFeedback(thread.message(1).id());
    world.scheduler.runAll();

    assertThat(shown(thread)).isNull();
    assertThat(stored(world)).isNull();
  }

  @Test
  @DisplayName("FEED-2: of a mark on a user message only the adapter is told")
  void onUserMessage() {
    ThreadRuntime thread = answered();
    int batches = world.history.batches().size();
    Message before = thread.message(0);

    thread.submitFeedback(before.id(), GOOD);
    world.scheduler.runAll();

    assertThat(told).hasSize(1);
    assertThat(thread.message(0)).isSameAs(before);
    assertThat(world.history.batches()).hasSize(batches);
  }

  @Test
  @DisplayName("FEED-2, OPT-7: a marked greeting is stored with the first message below it")
  void markedGreeting() {
    world.with(builder -> builder
        .feedback(adapter)
        .initialMessages(
            MessageInput.of(Role.SYSTEM, "Be kind"), MessageInput.of(Role.ASSISTANT, "Welcome")));
    ThreadRuntime thread = world.open();

    thread.submitFeedback(thread.message(1).id(), GOOD);
    world.scheduler.runAll();
    assertThat(world.history.batches()).isEmpty();
    world.send(thread, "Hi");

    assertThat(stored(world)).isEqualTo(GOOD);
  }

  @Test
  @DisplayName("FEED-3: if the adapter fails, the former mark is back, in the storage too")
  void restored() {
    ThreadRuntime thread = answered();
    thread.submitFeedback(thread.message(1).id(), GOOD);
    world.scheduler.runAll();
    EventLog events = EventLog.of(thread);
    refused.add(BAD);

    CompletionStage<Void> stage = thread.submitFeedback(thread.message(1).id(), BAD);
    world.scheduler.runAll();

    assertThat(shown(thread)).isEqualTo(GOOD);
    assertThat(events.of(ThreadEvent.FeedbackFailed.class)).singleElement().satisfies(failed -> {
      assertThat(failed.messageId()).isEqualTo(thread.message(1).id());
      assertThat(failed.error().code()).isEqualTo("unavailable");
    });
    assertThat(stage).isCompletedExceptionally();
    assertThat(stored(world)).isEqualTo(GOOD);
  }

  @Test
  @DisplayName("FEED-3: a failure does not take back a newer mark")
  void newerMarkStays() {
    ThreadRuntime thread = answered();
    refused.add(BAD);

    thread.submitFeedback(thread.message(1).id(), BAD);
    thread.submitFeedback(thread.message(1).id(), GOOD);
    world.scheduler.runAll();

    assertThat(shown(thread)).isEqualTo(GOOD);
    assertThat(stored(world)).isEqualTo(GOOD);
  }

  @Test
  @DisplayName("FEED-3: of two marks that both fail, the one that the adapter knows is back")
  void bothFail() {
    ThreadRuntime thread = answered();
    thread.submitFeedback(thread.message(1).id(), GOOD);
    world.scheduler.runAll();
    refused.add(BAD);
    refused.add(null);

    thread.submitFeedback(thread.message(1).id(), BAD);
    thread.withdrawFeedback(thread.message(1).id());
    world.scheduler.runAll();

    assertThat(shown(thread)).isEqualTo(GOOD);
  }

  @Test
  @DisplayName("FEED-3: a failure after an import leaves the imported mark alone")
  void failureAfterImport() {
    ThreadRuntime thread = answered();
    ExportedThread exported = thread.export();
    refused.add(BAD);

    thread.submitFeedback(thread.message(1).id(), BAD);
    thread.importThread(marked(exported, GOOD));
    world.scheduler.runAll();

    assertThat(shown(thread)).isEqualTo(GOOD);
  }

  private static ExportedThread marked(ExportedThread exported, Feedback mark) {
    Message reply = exported.items().get(1).message();
    Message marked = reply.toBuilder()
        .metadata(reply.metadata().toBuilder().submittedFeedback(mark).build())
        .build();
    return new ExportedThread(
        exported.head(),
        List.of(exported.items().get(0), exported.items().get(1).withMessage(marked)));
  }

  @Test
  @DisplayName("FEED-3, RUN-27: an error of the adapter fails no run and no other mark")
  void anyThrowable() {
    world.with(builder -> builder.feedback(request -> {
      throw new LinkageError("broken");
    }));
    world.model.says("Hello").says("Again");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");

    thread.submitFeedback(thread.message(1).id(), GOOD);
    RunOutcome outcome = world.send(thread, "Still there?").outcome();

    assertThat(outcome).isEqualTo(RunOutcome.COMPLETE);
    assertThat(shown(thread)).isNull();
  }

  @Test
  @DisplayName("OPT-4, OPT-5: feedback can be replaced; a mark on its way goes to the old one")
  void replaced() {
    InMemoryFeedback replacement = new InMemoryFeedback();
    LocalRuntime runtime = world.start();
    ThreadRuntime thread = runtime.threads("ada").open("t");
    world.model.says("Hello");
    world.send(thread, "Hi");
    EventLog events = EventLog.of(thread);
    MessageId reply = thread.message(1).id();

    runtime.setFeedback(adapter);
    thread.submitFeedback(reply, GOOD);
    runtime.setFeedback(replacement);
    thread.submitFeedback(reply, BAD);
    runtime.setFeedback(null);
    world.scheduler.runAll();

    assertThat(told).extracting(FeedbackRequest::feedback).containsExactly(GOOD);
    assertThat(replacement.find(thread.key(), reply)).contains(BAD);
    assertThat(events.of(ThreadEvent.CapabilitiesChanged.class))
        .extracting(changed -> changed.capabilities().contains(Capability.FEEDBACK))
        .containsExactly(true, false);
    assertThat(thread.state().capabilities()).doesNotContain(Capability.FEEDBACK);
  }

  @Test
  @DisplayName("FEED-1, OPT-9: on a thread that is not loaded, an unknown message fails the stage")
  void beforeTheLoad() {
    answered();
    told.clear();
    ThreadRuntime thread = world.start().threads("ada").open("t");

    CompletableFuture<Void> stage =
        thread.submitFeedback(new MessageId("msg_none"), GOOD).toCompletableFuture();
    world.scheduler.runAll();

    assertThat(stage)
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(UnknownMessageException.class);
    assertThat(told).isEmpty();
  }
}
