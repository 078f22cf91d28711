package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Quote;
import dev.antiphon.message.Role;
import dev.antiphon.message.TextPart;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.ScriptedAttachments;
import dev.antiphon.testing.World;
import dev.antiphon.thread.AttachmentNotReadyException;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.ComposerState;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.PendingAttachment;
import dev.antiphon.thread.PreparedAttachment;
import dev.antiphon.thread.ThreadBusyException;
import dev.antiphon.thread.ThreadClosedException;
import dev.antiphon.thread.ThreadEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Sends of a composer whose attachments are not complete. */
class ComposerUploadTest {

  private final ScriptedAttachments adapter = new ScriptedAttachments();
  private final World world = new World().with(builder -> builder.attachments(adapter));
  private final ThreadRuntime thread = world.open();
  private final Composer composer = thread.composer();

  private void attach(String name) {
    composer.addAttachment(InMemoryFile.text(name, "x"));
  }

  private List<String> attached() {
    return composer.state().attachments().stream().map(PendingAttachment::name).toList();
  }

  private List<String> sent() {
    return thread.message(0).attachments().stream().map(Attachment::name).toList();
  }

  // ---- what is sent

  @Test
  @DisplayName(
      "COMP-4: what is sent is what was there at the call; text and quote are cleared at once")
  void asOfTheCall() {
    world.model.says("Hello");
    Quote quote = new Quote("cited", new MessageId("m1"));
    composer.setText("Hi");
    composer.setQuote(quote);
    composer.setRunConfig(Map.of("mode", "fast"));
    attach("a");
    world.scheduler.runAll();

    ComposerSend send = composer.send().orElseThrow();
    assertThat(composer.state().text()).isEmpty();
    assertThat(composer.state().quote()).isNull();
    assertThat(composer.state().isSending()).isTrue();
    assertThat(attached()).containsExactly("a");
    composer.setText("Next");
    composer.setRole(Role.SYSTEM);
    composer.setRunConfig(Map.of("mode", "slow"));
    world.scheduler.runAll();

    assertThat(send.run()).isPresent();
    assertThat(thread.message(0).role()).isEqualTo(Role.USER);
    assertThat(thread.message(0).text()).isEqualTo("Hi");
    assertThat(Quote.of(thread.message(0))).contains(quote);
    assertThat(world.model.lastRequest().runConfig()).isEqualTo(Map.of("mode", "fast"));
    assertThat(attached()).isEmpty();
    assertThat(composer.state().text()).isEqualTo("Next");
    assertThat(composer.state().isSending()).isFalse();
    assertThat(send.draft().attachments())
        .singleElement()
        .satisfies(each -> assertThat(each.status().isComplete()).isTrue());
  }

  @Test
  @DisplayName("COMP-4: a run config that is set after the call is for the next message")
  void runConfigOfTheCall() {
    world.model.says("Hello");
    attach("a");
    world.scheduler.runAll();

    composer.send();
    composer.setRunConfig(Map.of("mode", "fast"));
    world.scheduler.runAll();

    assertThat(world.model.lastRequest().runConfig()).isEmpty();
  }

  @Test
  @DisplayName("COMP-4: what is added meanwhile stays, what is removed meanwhile is left out")
  void addedAndRemovedMeanwhile() {
    world.model.says("Hello");
    composer.setText("Hi");
    attach("a");
    attach("b");
    world.scheduler.runAll();

    composer.send();
    attach("c");
    composer.removeAttachment(0);
    world.scheduler.runAll();

    assertThat(sent()).containsExactly("b");
    assertThat(attached()).containsExactly("c");
    assertThat(adapter.calls()).contains("remove a").doesNotContain("remove b", "send c");
  }

  @Test
  @DisplayName("COMP-4: a send whose attachments are all removed is none, if there is no text")
  void nothingLeft() {
    composer.setQuote(new Quote("cited", new MessageId("m1")));
    attach("a");
    world.scheduler.runAll();

    ComposerSend send = composer.send().orElseThrow();
    composer.removeAttachment(0);
    world.scheduler.runAll();

    assertThat(failureOf(send.accepted())).isInstanceOf(CancellationException.class);
    assertThatThrownBy(send::await).isInstanceOf(CancellationException.class);
    assertThat(thread.state().messages()).isEmpty();
    assertThat(composer.state().quote()).isNotNull();
    assertThat(composer.state().isSending()).isFalse();
  }

  // ---- waiting

  @Test
  @DisplayName("COMP-5: a send waits for uploads, then completes all attachments in parallel")
  void waits() {
    world.model.says("Hello");
    composer.setText("Hi");
    attach("a");
    attach("b");
    composer.addAttachment(PreparedAttachment.builder("page").build());

    ComposerSend send = composer.send().orElseThrow();
    assertThat(composer.canSend()).isFalse();
    assertThat(composer.send()).isEmpty();
    assertThat(thread.state().isRunning()).isFalse();
    world.scheduler.runAll();

    assertThat(send.run()).isPresent();
    assertThat(adapter.calls()).containsExactly("add a", "add b", "send a", "send b");
    assertThat(sent()).containsExactly("a", "b", "page");
  }

  @Test
  @DisplayName("COMP-5: an attachment that is complete when it is added is not completed again")
  void completeAtOnce() {
    adapter.onAdd(
        "a", (request, states) -> PendingAttachment.of(ScriptedAttachments.complete(request)));
    attach("a");
    composer.send();
    world.scheduler.runAll();

    assertThat(adapter.calls()).containsExactly("add a");
    assertThat(sent()).containsExactly("a");
  }

  @Test
  @DisplayName("COMP-5: an attachment that failed before is in the way: refused, draft kept")
  void failedBefore() {
    adapter.onAdd("a", (request, states) -> {
      throw new IOException("disk on fire");
    });
    composer.setText("Hi");
    attach("a");
    attach("b");
    world.scheduler.runAll();
    ComposerState before = composer.state();

    assertThatThrownBy(composer::send)
        .isInstanceOfSatisfying(AttachmentNotReadyException.class, failure -> {
          assertThat(failure.attachmentIds())
              .containsExactly(before.attachment(0).id());
          assertThat(failure).hasMessageContaining("disk on fire");
        });

    assertThat(composer.state()).isEqualTo(before);
    assertThat(adapter.calls()).containsExactly("add a", "add b");
  }

  @Test
  @DisplayName("COMP-5: an upload that was paused for good cannot be completed by anybody")
  void paused() {
    adapter.onAdd(
        "a",
        (request, states) -> request.attachment().toBuilder()
            .status(AttachmentStatus.UPLOAD_PAUSED)
            .build());
    attach("a");
    world.scheduler.runAll();

    assertThatThrownBy(composer::send)
        .isInstanceOfSatisfying(
            AttachmentNotReadyException.class,
            failure -> assertThat(failure.attachments())
                .extracting(PendingAttachment::name)
                .containsExactly("a"));
  }

  @Test
  @DisplayName("COMP-5, COMP-6: if an upload fails the words come back and the attachment shows it")
  void failsMeanwhile() {
    adapter.onAdd("a", (request, states) -> {
      throw new IOException("disk on fire");
    });
    Quote quote = new Quote("cited", new MessageId("m1"));
    composer.setText("Hi");
    composer.setQuote(quote);
    attach("a");
    attach("b");

    ComposerSend send = composer.send().orElseThrow();
    world.scheduler.runAll();

    assertThat(failureOf(send.accepted())).isInstanceOf(AttachmentNotReadyException.class);
    assertThat(failureOf(send.completion())).isSameAs(failureOf(send.accepted()));
    assertThat(composer.state().text()).isEqualTo("Hi");
    assertThat(composer.state().quote()).isEqualTo(quote);
    assertThat(composer.state().attachment(0).status().isError()).isTrue();
    assertThat(composer.state().unsent()).isEmpty();
    assertThat(thread.state().messages()).isEmpty();
    assertThat(adapter.calls()).containsExactly("add a", "add b");

    world.model.says("Hello");
    composer.removeAttachment(0);
    composer.send();
    world.scheduler.runAll();
    assertThat(sent()).containsExactly("b");
    assertThat(thread.message(0).text()).isEqualTo("Hi");
  }

  @Test
  @DisplayName("COMP-5: if an adapter cannot complete one, the others stay complete")
  void failsToComplete() {
    adapter.onSend("a", request -> {
      throw new IOException("server gone");
    });
    composer.setText("Hi");
    attach("a");
    attach("b");
    world.scheduler.runAll();

    ComposerSend send = composer.send().orElseThrow();
    world.scheduler.runAll();

    assertThat(failureOf(send.accepted()))
        .isInstanceOf(AttachmentNotReadyException.class)
        .hasRootCauseMessage("server gone");
    assertThat(composer.state().attachments())
        .extracting(each -> each.status().type())
        .containsExactly(AttachmentStatus.Type.INCOMPLETE, AttachmentStatus.Type.COMPLETE);
    composer.removeAttachment(0);
    composer.send();
    world.scheduler.runAll();
    assertThat(sent()).containsExactly("b");
    assertThat(adapter.calls()).containsOnlyOnce("send b");
  }

  @Test
  @DisplayName("COMP-6: words that would replace what was typed meanwhile are kept beside it")
  void typedMeanwhile() {
    adapter.onSend("a", request -> {
      throw new IOException("server gone");
    });
    composer.setText("Hi");
    attach("a");
    world.scheduler.runAll();

    composer.send();
    composer.setText("Typed meanwhile");
    world.scheduler.runAll();

    assertThat(composer.state().text()).isEqualTo("Typed meanwhile");
    assertThat(composer.state().unsent()).extracting(Draft::text).containsExactly("Hi");
    assertThat(composer.state().unsent().get(0).error()).isNotNull();
    assertThat(composer.state().unsent().get(0).attachments()).isEmpty();
    assertThat(attached()).containsExactly("a");
  }

  @Test
  @DisplayName("COMP-6: a quote made meanwhile keeps the words away, too; no words leave nothing")
  void quotedMeanwhile() {
    adapter.onSend("a", request -> {
      throw new IOException("server gone");
    });
    attach("a");
    world.scheduler.runAll();
    Quote quote = new Quote("cited", new MessageId("m1"));
    composer.send();
    composer.setQuote(quote);
    world.scheduler.runAll();

    assertThat(composer.state().quote()).isEqualTo(quote);
    assertThat(composer.state().unsent()).isEmpty();
  }

  @Test
  @DisplayName("COMP-6: it can send again when all uploads of that send have ended")
  void sendsAgainLater() {
    composer.setText("Hi");
    attach("a");
    attach("b");
    world.scheduler.runAll();
    boolean[] canSend = new boolean[2];
    adapter
        .onSend("a", request -> {
          throw new IOException("server gone");
        })
        .onSend("b", request -> {
          // The words are back already, but this upload is still under way.
          assertThat(composer.state().text()).isEqualTo("Hi");
          canSend[0] = composer.canSend();
          return ScriptedAttachments.complete(request);
        });

    ComposerSend send = composer.send().orElseThrow();
    world.scheduler.runAll();
    canSend[1] = composer.canSend();

    assertThat(canSend).containsExactly(false, true);
    assertThat(send.accepted().toCompletableFuture()).isCompletedExceptionally();
  }

  // ---- what the thread says then

  @Test
  @DisplayName("COMP-5: what the thread refuses when all is uploaded comes back whole")
  void refusedByTheThread() {
    composer.setText("Hi");
    attach("a");
    world.scheduler.runAll();
    SendOptions reject = SendOptions.builder().whenBusy(WhenBusy.REJECT).build();

    ComposerSend send = composer.send(reject).orElseThrow();
    thread.send("First");
    world.model.then((request, reply) -> world.scheduler.runAll());
    world.scheduler.runAll();

    assertThat(failureOf(send.accepted())).isInstanceOf(ThreadBusyException.class);
    assertThat(composer.state().text()).isEqualTo("Hi");
    assertThat(composer.state().attachment(0).status().isComplete()).isTrue();
    assertThat(composer.canSend()).isTrue();
  }

  @Test
  @DisplayName("COMP-5: a thread that is deleted while files are uploaded gets no message")
  void deletedMeanwhile() {
    composer.setText("Hi");
    attach("a");
    world.scheduler.runAll();

    ComposerSend send = composer.send().orElseThrow();
    thread.live().run(Conversation::delete);
    world.scheduler.runAll();

    assertThat(failureOf(send.accepted())).isInstanceOf(ThreadClosedException.class);
    assertThat(composer.state().text()).isEqualTo("Hi");
    assertThat(world.history.batches()).isEmpty();
  }

  @Test
  @DisplayName("COMP-11: a reset drops a send whose uploads are still running")
  void resetMeanwhile() {
    composer.setText("Hi");
    attach("a");
    world.scheduler.runAll();

    ComposerSend send = composer.send().orElseThrow();
    composer.reset();
    assertThat(composer.state()).isEqualTo(ComposerState.builder().build());
    composer.setText("Next");
    assertThat(composer.canSend()).isTrue();
    world.scheduler.runAll();

    assertThat(failureOf(send.accepted())).isInstanceOf(CancellationException.class);
    assertThat(thread.state().messages()).isEmpty();
    assertThat(composer.state().text()).isEqualTo("Next");
    assertThat(composer.state().unsent()).isEmpty();
    assertThat(adapter.calls()).contains("remove a");
  }

  @Test
  @DisplayName("COMP-11: clearing the attachments lets a send go on with its text alone")
  void clearedMeanwhile() {
    world.model.says("Hello");
    composer.setText("Hi");
    attach("a");
    world.scheduler.runAll();

    ComposerSend send = composer.send().orElseThrow();
    composer.clearAttachments();
    world.scheduler.runAll();

    assertThat(send.run()).isPresent();
    assertThat(thread.message(0).text()).isEqualTo("Hi");
    assertThat(thread.message(0).attachments()).isEmpty();
  }

  @Test
  @DisplayName("CLOSE-2: a close ends uploads and gives the words back")
  void closed() {
    EventLog events = EventLog.of(thread);
    composer.setText("Hi");
    adapter.onAdd("slow", (request, states) -> {
      thread.live().run(each -> each.writer.run(each.closing::endSessions));
      assertThat(request.cancellation().isCancelled()).isTrue();
      return ScriptedAttachments.ready(request);
    });
    attach("done");
    attach("slow");
    ComposerSend send = composer.send().orElseThrow();
    world.scheduler.runAll();

    assertThat(failureOf(send.accepted())).isInstanceOf(CancellationException.class);
    assertThat(composer.state().text()).isEqualTo("Hi");
    assertThat(composer.state().isSending()).isFalse();
    assertThat(composer.state().attachments())
        .extracting(each -> each.status().type())
        .containsExactly(AttachmentStatus.Type.REQUIRES_ACTION, AttachmentStatus.Type.INCOMPLETE);
    assertThat(events.of(ThreadEvent.ComposerSent.class)).isEmpty();
  }

  @Test
  @DisplayName("COMP-5: content is that of the adapter, under the id of the runtime")
  void content() {
    adapter.onSend(
        "a",
        request -> Attachment.builder(
                new dev.antiphon.message.AttachmentId("the server's"), "document", "a.txt")
            .content(List.of(TextPart.of("text of a")))
            .build());
    world.model.says("Hello");
    attach("a");
    world.scheduler.runAll();
    PendingAttachment before = composer.state().attachment(0);

    composer.send();
    world.scheduler.runAll();

    Attachment sent = thread.message(0).attachments().get(0);
    assertThat(sent.id()).isEqualTo(before.id());
    assertThat(sent.type()).isEqualTo("document");
    assertThat(sent.content()).containsExactly(TextPart.of("text of a"));
  }

  static Throwable failureOf(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    assertThat(future).isCompletedExceptionally();
    try {
      future.join();
      throw new AssertionError("It did not fail.");
    } catch (CompletionException failed) {
      return java.util.Objects.requireNonNull(failed.getCause());
    } catch (CancellationException cancelled) {
      return cancelled;
    }
  }
}
