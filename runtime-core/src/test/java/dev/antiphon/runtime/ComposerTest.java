package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Quote;
import dev.antiphon.message.Role;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.ScriptedAttachments;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ComposerState;
import dev.antiphon.thread.PreparedAttachment;
import dev.antiphon.thread.ReadOnlyException;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.thread.ThreadBusyException;
import dev.antiphon.thread.ThreadClosedException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ComposerTest {

  private final ScriptedAttachments adapter = new ScriptedAttachments();
  private final World world = new World().with(builder -> builder.attachments(adapter));

  // ---- the draft

  @Test
  @DisplayName("COMP-1: a draft begins empty, for the user, and shows what is set")
  void draft() {
    Composer composer = world.open().composer();
    assertThat(composer.state()).isEqualTo(ComposerState.builder().build());
    Quote quote = new Quote("cited", new MessageId("m1"));

    composer.setText(" Hi ");
    composer.setRole(Role.ASSISTANT);
    composer.setRunConfig(Map.of("mode", "fast"));
    composer.setQuote(quote);

    ComposerState state = composer.state();
    assertThat(state.text()).isEqualTo(" Hi ");
    assertThat(state.role()).isEqualTo(Role.ASSISTANT);
    assertThat(state.runConfig()).isEqualTo(Map.of("mode", "fast"));
    assertThat(state.quote()).isEqualTo(quote);
    assertThat(state.attachments()).isEmpty();
    assertThat(state.dictation()).isNull();
    assertThat(state.editedMessageId()).isNull();
  }

  @Test
  @DisplayName("COMP-1: each thread has one composer, which keeps its draft while another is used")
  void onePerThread() {
    LocalRuntime runtime = world.start();
    ThreadListRuntime threads = runtime.threads("ada");
    ThreadRuntime first = threads.main();
    first.composer().setText("in one");

    threads.open("two").composer().setText("in two");

    assertThat(threads.main().composer().state().text()).isEqualTo("in one");
    assertThat(first.composer()).isSameAs(first.composer());
  }

  @Test
  @DisplayName("EVT-10: a change is an event with the whole composer; no change is none")
  void events() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);

    thread.composer().setText("Hi");
    thread.composer().setText("Hi");
    thread.composer().setRole(Role.USER);
    thread.composer().setRunConfig(Map.of());
    thread.composer().setQuote(null);
    world.scheduler.runAll();

    assertThat(events.names()).containsExactly("Snapshot", "ComposerChanged");
    assertThat(events.of(ThreadEvent.ComposerChanged.class).get(0).composer())
        .isSameAs(thread.composer().state());
    assertThat(events.of(ThreadEvent.ComposerChanged.class).get(0).messageId()).isNull();
  }

  // ---- what it can do

  @Test
  @DisplayName("COMP-2: blank text without an attachment is empty; a quote alone does not count")
  void empty() {
    Composer composer = world.open().composer();
    assertThat(composer.isEditing()).isTrue();

    composer.setText(" \n\u00a0\u2003");
    composer.setQuote(new Quote("cited", new MessageId("m1")));
    assertThat(composer.state().isEmpty()).isTrue();
    assertThat(composer.canSend()).isFalse();

    composer.addAttachment(PreparedAttachment.builder("page").build());
    assertThat(composer.state().isEmpty()).isFalse();
    assertThat(composer.canSend()).isTrue();
  }

  @Test
  @DisplayName("COMP-2, COMP-3: nothing is sent while the load has failed, or once it is closed")
  void cannotSend() {
    world.history.failLoad(new StorageException("unavailable", "Down.", true, null));
    LocalRuntime runtime = world.start();
    ThreadRuntime failed = runtime.threads("ada").open("failed");
    failed.load();
    world.scheduler.runAll();
    ThreadRuntime deleted = runtime.threads("ada").open("deleted");
    failed.composer().setText("Hi");
    deleted.composer().setText("Hi");
    deleted.live().run(Conversation::delete);

    assertThat(failed.composer().canSend()).isFalse();
    assertThat(failed.composer().send()).isEmpty();
    assertThat(deleted.composer().canSend()).isFalse();
    assertThat(deleted.composer().send()).isEmpty();
    assertThat(failed.composer().state().text()).isEqualTo("Hi");
  }

  @Test
  @DisplayName("COMP-2: it can be cancelled while a run is active or a paused message is the head")
  void canCancel() {
    world.tools(Tool.builder("ask", "Asks").build());
    world.model.then((request, reply) -> reply.toolCall(new ToolCallId("c1"), "ask"));
    ThreadRuntime thread = world.open();
    Composer composer = thread.composer();
    assertThat(composer.canCancel()).isFalse();

    Run run = thread.send("Hi");
    assertThat(composer.canCancel()).isTrue();
    world.finish(run);
    assertThat(thread.state().isRunning()).isFalse();
    assertThat(composer.canCancel()).isTrue();

    composer.setText("typed");
    composer.cancel();
    assertThat(composer.canCancel()).isFalse();
    assertThat(World.shown(thread)).last().asString().contains("incomplete/cancelled");
    assertThat(composer.state().text()).isEqualTo("typed");
  }

  // ---- sending

  @Test
  @DisplayName("COMP-3: a send of an empty composer does nothing, and a double send is one send")
  void doubleSend() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    Composer composer = thread.composer();
    assertThat(composer.send()).isEmpty();
    assertThat(thread.state().isRunning()).isFalse();

    composer.setText("Hi");
    Optional<ComposerSend> first = composer.send();
    Optional<ComposerSend> second = composer.send();
    world.scheduler.runAll();

    assertThat(first).isPresent();
    assertThat(second).isEmpty();
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: Hello (complete/unknown)");
  }

  @Test
  @DisplayName("COMP-3: a send gives its run at once if nothing has to be completed")
  void runAtOnce() throws Exception {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    thread.composer().setText("Hi");

    ComposerSend send = thread.composer().send().orElseThrow();
    Run run = send.run().orElseThrow();
    assertThat(thread.composer().state()).isEqualTo(ComposerState.builder().build());
    world.finish(run);

    assertThat(send.accepted().toCompletableFuture()).isCompletedWithValue(Optional.of(run));
    assertThat(send.completion().toCompletableFuture().join().orElseThrow().text())
        .isEqualTo("Hello");
    assertThat(send.await().orElseThrow().text()).isEqualTo("Hello");
    assertThat(send.draft().text()).isEqualTo("Hi");
    assertThat(events.of(ThreadEvent.ComposerSent.class)).singleElement().satisfies(sent -> {
      assertThat(sent.runId()).isEqualTo(run.id());
      assertThat(sent.sentMessageId()).isEqualTo(thread.message(0).id());
      assertThat(sent.messageId()).isNull();
    });
  }

  @Test
  @DisplayName("COMP-3: a send follows whenBusy; one that is refused leaves the draft as it was")
  void whenBusy() {
    ThreadRuntime thread = world.open();
    thread.send("First");
    Composer composer = thread.composer();
    composer.setText("Second");
    composer.setQuote(new Quote("cited", new MessageId("m1")));
    composer.addAttachment(PreparedAttachment.builder("page").build());
    ComposerState before = composer.state();
    EventLog events = EventLog.of(thread);

    SendOptions reject = SendOptions.builder().whenBusy(WhenBusy.REJECT).build();
    assertThatThrownBy(() -> composer.send(reject)).isInstanceOf(ThreadBusyException.class);
    assertThat(composer.state()).isEqualTo(before);
    assertThat(composer.canSend()).isTrue();
    assertThat(events.of(ThreadEvent.ComposerChanged.class)).isEmpty();

    Run queued = composer.send().orElseThrow().run().orElseThrow();
    assertThat(queued.state()).isEqualTo(RunState.QUEUED);
    assertThat(composer.state().isEmpty()).isTrue();
  }

  @Test
  @DisplayName(
      "COMP-3: a role that is not the user's is added without a run, unless told otherwise")
  void roleDecides() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    Composer composer = thread.composer();
    composer.setRole(Role.ASSISTANT);
    composer.setText("Welcome");
    ComposerSend appended = composer.send().orElseThrow();
    world.scheduler.runAll();
    assertThat(appended.run()).isEmpty();
    assertThat(appended.accepted().toCompletableFuture()).isCompletedWithValue(Optional.empty());
    assertThat(appended.completion().toCompletableFuture()).isCompletedWithValue(Optional.empty());

    composer.setRole(Role.USER);
    composer.setText("Quiet");
    assertThat(composer.send(false, SendOptions.DEFAULTS).orElseThrow().run()).isEmpty();
    composer.setText("Loud");
    assertThat(composer.send(true, SendOptions.DEFAULTS).orElseThrow().run()).isPresent();
    world.scheduler.runAll();

    assertThat(World.shown(thread))
        .containsExactly(
            "assistant: Welcome (complete/unknown)",
            "user: Quiet",
            "user: Loud",
            "assistant: Hello (complete/unknown)");
  }

  @Test
  @DisplayName("COMP-7: the message has the text untrimmed, attachments, run config and quote")
  void message() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    Composer composer = thread.composer();
    Quote quote = new Quote("cited", new MessageId("m1"));
    composer.setText(" Hi \n");
    composer.setQuote(quote);
    composer.setRunConfig(Map.of("mode", "fast"));
    composer.addAttachment(PreparedAttachment.builder("page")
        .content(List.of(TextPart.of("what it says")))
        .build());

    world.finish(composer.send().orElseThrow().run().orElseThrow());

    Message sent = thread.message(0);
    assertThat(sent.content()).containsExactly(TextPart.of(" Hi \n"));
    assertThat(sent.attachments()).extracting(Attachment::name).containsExactly("page");
    assertThat(sent.metadata().custom())
        .isEqualTo(Map.of("quote", Map.of("text", "cited", "messageId", "m1")));
    assertThat(Quote.of(sent)).contains(quote);
    assertThat(world.model.lastRequest().runConfig()).isEqualTo(Map.of("mode", "fast"));
    assertThat(thread.export().items().get(0).runConfig()).isEqualTo(Map.of("mode", "fast"));
  }

  @Test
  @DisplayName("COMP-7: without text there is no text part; role and run config stay")
  void noText() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    Composer composer = thread.composer();
    composer.setRole(Role.USER);
    composer.setRunConfig(Map.of("mode", "fast"));
    composer.addAttachment(PreparedAttachment.builder("page").build());

    world.finish(composer.send().orElseThrow().run().orElseThrow());

    assertThat(thread.message(0).content()).isEmpty();
    assertThat(thread.message(0).attachments()).hasSize(1);
    assertThat(composer.state().runConfig()).isEqualTo(Map.of("mode", "fast"));
    composer.setRole(Role.SYSTEM);
    composer.setText("Be kind");
    composer.send();
    assertThat(composer.state().role()).isEqualTo(Role.SYSTEM);
  }

  @Test
  @DisplayName("COMP-7: what a role may not have is refused at once, and the draft is kept")
  void invalid() {
    ThreadRuntime thread = world.open();
    Composer composer = thread.composer();
    composer.setRole(Role.SYSTEM);
    composer.setText("Be kind");
    composer.addAttachment(InMemoryFile.text("notes.txt", "x"));
    ComposerState before = composer.state();

    assertThatThrownBy(composer::send)
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("attachments");

    assertThat(composer.state()).isEqualTo(before);
    assertThat(composer.canSend()).isTrue();
  }

  @Test
  @DisplayName(
      "RUN-11: a run config is the argument's, else the editor's (reload), else the composer's")
  void runConfig() {
    world.model.says("1").says("2").says("3").says("4").says("5").says("6");
    ThreadRuntime thread = world.open();
    thread.composer().setRunConfig(Map.of("from", "composer"));
    SendOptions own =
        SendOptions.builder().runConfig(Map.of("from", "argument")).build();

    world.send(thread, "Hi");
    MessageId user = thread.message(0).id();
    MessageId reply = thread.message(1).id();
    world.finish(thread.reload(reply, own));
    world.finish(thread.reload(reply));
    EditComposer editor = thread.beginEdit(reply);
    editor.setRunConfig(Map.of("from", "editor"));
    world.finish(thread.reload(reply));
    world.finish(thread.startRun(user));
    thread.composer().setText("Ho");
    world.finish(thread.composer().send(own).orElseThrow().run().orElseThrow());

    assertThat(world.model.requests())
        .extracting(request -> request.runConfig().get("from"))
        .containsExactly("composer", "argument", "composer", "editor", "composer", "argument");
    assertThat(editor.state().runConfig()).isEqualTo(Map.of("from", "editor"));
  }

  @Test
  @DisplayName("SEND-11: composer metadata is stamped when the message enters the tree")
  void metadata() {
    world.with(builder -> builder.context(() -> dev.antiphon.context.ModelContribution.builder()
        .composerMetadata(Map.of("zone", "UTC"))
        .build()));
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    thread.composer().setText("Hi");
    thread.composer().addAttachment(InMemoryFile.text("notes.txt", "x"));

    thread.composer().send();
    world.scheduler.runAll();

    assertThat(thread.message(0).metadata().custom()).isEqualTo(Map.of("zone", "UTC"));
  }

  // ---- reset

  @Test
  @DisplayName(
      "COMP-11: a reset clears everything, and asks adapters to take back what is incomplete")
  void reset() {
    ThreadRuntime thread = world.open();
    Composer composer = thread.composer();
    composer.setText("Hi");
    composer.setRole(Role.ASSISTANT);
    composer.setRunConfig(Map.of("mode", "fast"));
    composer.setQuote(new Quote("cited", new MessageId("m1")));
    composer.addAttachment(InMemoryFile.text("notes.txt", "x"));
    composer.addAttachment(PreparedAttachment.builder("page").build());
    world.scheduler.runAll();

    var gone = composer.reset().toCompletableFuture();

    assertThat(composer.state()).isEqualTo(ComposerState.builder().build());
    world.scheduler.runAll();
    assertThat(gone).isCompleted();
    assertThat(adapter.calls()).containsExactly("add notes.txt", "remove notes.txt");
  }

  @Test
  @DisplayName("COMP-11: in the default state a reset emits nothing")
  void resetOfNothing() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);

    thread.composer().reset();
    thread.composer().clearAttachments();
    world.scheduler.runAll();

    assertThat(events.names()).containsExactly("Snapshot");
  }

  @Test
  @DisplayName("COMP-11: clearAttachments does the attachment part")
  void clearAttachments() {
    ThreadRuntime thread = world.open();
    Composer composer = thread.composer();
    composer.setText("Hi");
    composer.addAttachment(InMemoryFile.text("notes.txt", "x"));
    world.scheduler.runAll();

    var gone = composer.clearAttachments().toCompletableFuture();
    world.scheduler.runAll();

    assertThat(gone).isCompleted();
    assertThat(composer.state().text()).isEqualTo("Hi");
    assertThat(composer.state().attachments()).isEmpty();
    assertThat(adapter.calls()).containsExactly("add notes.txt", "remove notes.txt");
  }

  // ---- dictation

  @Test
  @DisplayName("DICT-3 to DICT-5: a draft tells dictation when it is typed in, sent and reset")
  void dictation() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    StringBuilder told = new StringBuilder();
    LiveDraft draft = thread.live().use(each -> each.composers.main());
    draft.dictation(new DraftDictation() {
      @Override
      public void typed() {
        told.append("typed ");
      }

      @Override
      public void end() {
        told.append("end ");
      }
    });

    draft.change("dictate", () -> draft.dictated("spoken words"));
    assertThat(thread.composer().state().text()).isEqualTo("spoken words");
    assertThat(told).isEmpty();
    thread.composer().setText("typed words");
    thread.composer().send();
    thread.composer().reset();

    assertThat(told).hasToString("typed end end ");
    assertThat(thread.message(0).text()).isEqualTo("typed words");
  }

  // ---- refusals

  @Test
  @DisplayName(
      "SEND-12: commands of a composer are refused once it is closed, deleted or read-only")
  void refused() {
    LocalRuntime runtime = world.start();
    ThreadRuntime deleted = runtime.threads("ada").open("deleted");
    ThreadRuntime open = runtime.threads("ada").open("open");
    ThreadRuntime readOnly = runtime.readOnly(new ThreadKey("ada", "nested"), List.of());
    deleted.live().run(Conversation::delete);

    for (ThrowingCallable command : commandsOf(deleted.composer())) {
      assertThatThrownBy(command).isInstanceOf(ThreadClosedException.class);
    }
    for (ThrowingCallable command : commandsOf(readOnly.composer())) {
      assertThatThrownBy(command).isInstanceOf(ReadOnlyException.class);
    }
    assertThatThrownBy(() -> readOnly.composer().send()).isInstanceOf(ReadOnlyException.class);
    assertThatThrownBy(() -> readOnly.composer().cancel()).isInstanceOf(ReadOnlyException.class);
    assertThatThrownBy(() -> readOnly.beginEdit(new MessageId("m")))
        .isInstanceOf(ReadOnlyException.class);
    open.live().run(Conversation::refuseCommands);
    for (ThrowingCallable command : commandsOf(open.composer())) {
      assertThatThrownBy(command).isInstanceOf(RuntimeClosedException.class);
    }
    assertThat(open.composer().send()).isEmpty();
  }

  private static List<ThrowingCallable> commandsOf(Composer composer) {
    return List.of(
        () -> composer.setText("x"),
        () -> composer.setRole(Role.USER),
        () -> composer.setRunConfig(Map.of()),
        () -> composer.setQuote(null),
        () -> composer.addAttachment(InMemoryFile.text("a", "x")),
        () -> composer.addAttachment(PreparedAttachment.builder("a").build()),
        () -> composer.removeAttachment(0),
        () -> composer.clearAttachments(),
        () -> composer.reset(),
        () -> composer.restore(new dev.antiphon.message.DraftId("d")),
        () -> composer.discard(new dev.antiphon.message.DraftId("d")));
  }
}
