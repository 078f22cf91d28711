package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.AudioPart;
import dev.antiphon.message.DataPart;
import dev.antiphon.message.DraftId;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Quote;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.ScriptedAttachments;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ComposerState;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.EditClosedException;
import dev.antiphon.thread.EditInProgressException;
import dev.antiphon.thread.PendingAttachment;
import dev.antiphon.thread.PreparedAttachment;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadNotLoadedException;
import dev.antiphon.tree.DeleteMode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EditComposerTest {

  private final ScriptedAttachments adapter = new ScriptedAttachments();
  private final World world = new World().with(builder -> builder.attachments(adapter));
  private final ThreadRuntime thread = world.open();

  /** Adds a message and returns its id. */
  private MessageId add(MessageInput message) {
    thread.append(message);
    world.scheduler.runAll();
    return thread.state().messages().get(thread.state().messages().size() - 1).id();
  }

  private MessageId ask(String text) {
    world.model.says("Answer to " + text);
    world.send(thread, text);
    return thread.message(thread.state().messages().size() - 2).id();
  }

  // ---- opening

  @Test
  @DisplayName("EDIT-1: several messages can be edited at a time, each by one editor")
  void severalAtATime() {
    MessageId first = ask("one");
    MessageId second = ask("two");

    EditComposer ofFirst = thread.beginEdit(first);
    EditComposer ofSecond = thread.beginEdit(second);
    ofFirst.setText("changed");

    assertThat(ofFirst.state().text()).isEqualTo("changed");
    assertThat(ofSecond.state().text()).isEqualTo("two");
    assertThat(ofFirst.messageId()).isEqualTo(first);
    assertThat(thread.editor(first)).contains(ofFirst);
    assertThat(thread.composer().state().text()).isEmpty();
    assertThatThrownBy(() -> thread.beginEdit(first)).isInstanceOf(EditInProgressException.class);
    assertThatThrownBy(() -> thread.beginEdit(new MessageId("unknown")))
        .isInstanceOf(UnknownMessageException.class);
  }

  @Test
  @DisplayName("EDIT-1: a thread that is not loaded yet cannot be edited, and begins to load")
  void notLoaded() {
    MessageId id = ask("one");
    ThreadRuntime cold = world.start().threads("ada").open("t");

    assertThatThrownBy(() -> cold.beginEdit(id)).isInstanceOf(ThreadNotLoadedException.class);
    world.scheduler.runAll();

    assertThat(cold.beginEdit(id).state().text()).isEqualTo("one");
  }

  @Test
  @DisplayName("EDIT-1: every command of a closed editor is refused; what was written can be read")
  void closed() {
    EditComposer editor = thread.beginEdit(ask("one"));
    editor.setText("changed");
    editor.cancel();
    List<ThrowingCallable> commands = List.of(
        () -> editor.setText("x"),
        () -> editor.setRole(Role.USER),
        () -> editor.setRunConfig(Map.of()),
        () -> editor.setQuote(null),
        () -> editor.addAttachment(InMemoryFile.text("a", "x")),
        () -> editor.addAttachment(PreparedAttachment.builder("a").build()),
        () -> editor.removeAttachment(0),
        () -> editor.removeAttachment(new AttachmentId("a")),
        () -> editor.clearAttachments(),
        () -> editor.send(),
        () -> editor.reset(),
        () -> editor.restore(new DraftId("d")),
        () -> editor.discard(new DraftId("d")),
        () -> editor.retract(Draft.builder(new DraftId("d")).build()),
        () -> editor.cancel());

    for (int i = 0; i < commands.size(); i++) {
      assertThatThrownBy(commands.get(i))
          .as("command %d", i)
          .isInstanceOf(EditClosedException.class);
    }
    assertThat(editor.state().text()).isEqualTo("changed");
    assertThat(editor.isEditing()).isFalse();
    assertThat(editor.canSend()).isFalse();
    assertThat(editor.canCancel()).isFalse();
    assertThat(thread.editor(editor.messageId())).isEmpty();
  }

  @Test
  @DisplayName(
      "EDIT-2: it starts with the texts joined by a blank line, role, quote and run config")
  void startsWithTheMessage() {
    Quote quote = new Quote("cited", new MessageId("m1"));
    thread.composer().setRunConfig(Map.of("mode", "fast"));
    MessageId id = add(
        MessageInput.of(Message.builder(new MessageId("u1"), Role.USER, world.scheduler.instant())
            .content(List.of(TextPart.of("one"), TextPart.of("two")))
            .custom(Map.of(Quote.KEY, quote.toJson()))
            .build()));
    EventLog events = EventLog.of(thread);

    EditComposer editor = thread.beginEdit(id);
    world.scheduler.runAll();

    ComposerState state = editor.state();
    assertThat(state.text()).isEqualTo("one\n\ntwo");
    assertThat(state.role()).isEqualTo(Role.USER);
    assertThat(state.runConfig()).isEqualTo(Map.of("mode", "fast"));
    assertThat(state.quote()).isEqualTo(quote);
    assertThat(state.editedMessageId()).isEqualTo(id);
    assertThat(events.of(ThreadEvent.ComposerChanged.class)).singleElement().satisfies(opened -> {
      assertThat(opened.messageId()).isEqualTo(id);
      assertThat(opened.composer()).isEqualTo(state);
    });
  }

  @Test
  @DisplayName("EDIT-2: of a user message, attachments and other parts become complete attachments")
  void partsBecomeAttachments() {
    Attachment notes =
        Attachment.builder(new AttachmentId("a1"), "document", "notes.txt").build();
    List<MessagePart> parts = List.of(
        new ImagePart("https://x/cat.png", "cat.png", null),
        TextPart.of("look"),
        new FilePart("AAAA", "application/pdf", null, null, null, null),
        new DataPart("chart", Map.of("n", 1)),
        new AudioPart("AAAA", "mp3"));
    MessageId id = add(MessageInput.builder(Role.USER)
        .content(parts)
        .attachments(List.of(notes))
        .build());

    EditComposer editor = thread.beginEdit(id);

    assertThat(editor.state().text()).isEqualTo("look");
    assertThat(editor.state().attachments())
        .allSatisfy(each -> assertThat(each.status().isComplete()).isTrue())
        .extracting(each -> each.type() + " " + each.name())
        .containsExactly(
            "document notes.txt", "image cat.png", "file file", "file data", "file audio");
    assertThat(editor.state().attachment(1).content()).containsExactly(parts.get(0));
    assertThat(editor.state().attachment(2).contentType()).isEqualTo("application/pdf");
    world.model.says("Nice");
    world.finish(editor.send().orElseThrow().run().orElseThrow());
    assertThat(thread.message(0).content()).containsExactly(TextPart.of("look"));
    assertThat(thread.message(0).attachments()).hasSize(5);
  }

  // ---- sending

  @Test
  @DisplayName("EDIT-3: a send adds a sibling of the message, even if nothing was changed")
  void sibling() {
    MessageId first = ask("one");
    MessageId second = ask("two");
    EventLog events = EventLog.of(thread);
    EditComposer editor = thread.beginEdit(second);
    world.model.says("Once more");

    ComposerSend send = editor.send().orElseThrow();
    world.finish(send.run().orElseThrow());

    assertThat(thread.branches(second)).hasSize(2);
    assertThat(World.shown(thread))
        .containsExactly(
            "user: one",
            "assistant: Answer to one (complete/unknown)",
            "user: two",
            "assistant: Once more (complete/unknown)");
    assertThat(thread.message(2).id()).isNotEqualTo(second);
    assertThat(thread.message(first)).isNotNull();
    assertThat(events.of(ThreadEvent.ComposerSent.class)).singleElement().satisfies(sent -> {
      assertThat(sent.messageId()).isEqualTo(second);
      assertThat(sent.sentMessageId()).isEqualTo(thread.message(2).id());
    });
  }

  @Test
  @DisplayName("EDIT-3: an assistant message is added without a run, unless told otherwise")
  void assistantDoesNotRun() {
    ask("one");
    MessageId reply = thread.message(1).id();
    int requests = world.model.requests().size();

    EditComposer editor = thread.beginEdit(reply);
    editor.setText("What it should have said");
    ComposerSend send = editor.send().orElseThrow();
    world.scheduler.runAll();

    assertThat(send.run()).isEmpty();
    assertThat(world.model.requests()).hasSize(requests);
    assertThat(thread.branches(reply)).hasSize(2);
    assertThat(World.shown(thread))
        .containsExactly("user: one", "assistant: What it should have said (complete/unknown)");
    world.model.says("Go on");
    EditComposer again = thread.beginEdit(reply);
    assertThat(again.send(true, SendOptions.DEFAULTS).orElseThrow().run()).isPresent();
  }

  @Test
  @DisplayName("EDIT-4: the text takes the place of the first one; other parts keep their order")
  void partsKeepTheirOrder() {
    ToolApproval open = ToolApproval.builder(new ApprovalId("g1")).build();
    List<MessagePart> parts = List.of(
        ReasoningPart.builder(TextView.of("hm")).build(),
        TextPart.of("first"),
        ToolCallPart.builder(new ToolCallId("c1"), "look").result("seen").build(),
        TextPart.of("second"),
        ToolCallPart.builder(new ToolCallId("c2"), "wipe").approval(open).build());
    MessageId id = add(MessageInput.of(Role.ASSISTANT, parts));

    EditComposer editor = thread.beginEdit(id);
    assertThat(editor.state().text()).isEqualTo("first\n\nsecond");
    assertThat(editor.state().attachments()).isEmpty();
    editor.setText("edited");
    editor.send();
    world.scheduler.runAll();

    List<MessagePart> content = thread.message(0).content();
    assertThat(content)
        .extracting(MessagePart::type)
        .containsExactly("reasoning", "text", "tool-call", "tool-call");
    assertThat(thread.message(0).text()).isEqualTo("edited");
    ToolCallPart copy = thread.message(0).toolCalls().get(0);
    assertThat(copy.result()).isEqualTo("seen");
    assertThat(copy.toolCallId()).isNotEqualTo(new ToolCallId("c1"));
    ToolApproval gate = thread.message(0).toolCalls().get(1).approval();
    assertThat(gate).isNotNull();
    assertThat(gate.id()).isNotEqualTo(open.id());
    assertThat(gate.resolution()).isEqualTo(ToolApproval.Resolution.CANCELLED);
    assertThat(thread.message(id).content()).hasSize(5);
  }

  @Test
  @DisplayName("EDIT-4: a message without a text gets it behind its other parts")
  void withoutText() {
    MessageId id = add(MessageInput.of(
        Role.ASSISTANT,
        List.of(
            ToolCallPart.builder(new ToolCallId("c1"), "look").result("seen").build())));

    EditComposer editor = thread.beginEdit(id);
    assertThat(editor.canSend()).isFalse();
    editor.setText("added");
    editor.send();
    world.scheduler.runAll();

    assertThat(thread.message(0).content())
        .extracting(MessagePart::type)
        .containsExactly("tool-call", "text");
  }

  @Test
  @DisplayName("EDIT-5: the editor closes when the send is accepted")
  void closesWhenAccepted() {
    EditComposer editor = thread.beginEdit(ask("one"));
    EventLog events = EventLog.of(thread);
    editor.setText("changed");
    editor.addAttachment(InMemoryFile.text("notes.txt", "x"));
    world.model.says("Fine");

    ComposerSend send = editor.send().orElseThrow();
    assertThat(editor.isEditing()).isTrue();
    assertThat(editor.canSend()).isFalse();
    world.scheduler.runAll();

    assertThat(send.run()).isPresent();
    assertThat(editor.isEditing()).isFalse();
    assertThat(World.shown(thread)).first().isEqualTo("user: changed");
    assertThat(events.names()).containsSubsequence("ComposerSent", "EditComposerClosed");
    assertThat(events.of(ThreadEvent.EditComposerClosed.class))
        .singleElement()
        .satisfies(left -> assertThat(left.draft().isEmpty()).isTrue());
  }

  @Test
  @DisplayName("EDIT-5: what was written after the send is left with the event, and taken back")
  void writtenAfterTheSend() {
    EditComposer editor = thread.beginEdit(ask("one"));
    EventLog events = EventLog.of(thread);
    editor.addAttachment(InMemoryFile.text("sent", "x"));
    world.scheduler.runAll();
    world.model.says("Fine");

    editor.send();
    editor.setText("too late");
    editor.addAttachment(InMemoryFile.text("late", "x"));
    world.scheduler.runAll();

    assertThat(events.of(ThreadEvent.EditComposerClosed.class)).singleElement().satisfies(left -> {
      assertThat(left.draft().text()).isEqualTo("too late");
      assertThat(left.draft().attachments())
          .extracting(PendingAttachment::name)
          .containsExactly("late");
    });
    assertThat(adapter.calls()).contains("send sent", "remove late");
  }

  @Test
  @DisplayName("EDIT-5: a send that is not sent opens the editor again, with its draft")
  void reopens() {
    MessageId id = ask("one");
    EditComposer editor = thread.beginEdit(id);
    editor.setText("changed");
    world.history.failWrites(1);

    ComposerSend send = editor.send().orElseThrow();
    assertThat(editor.isEditing()).isFalse();
    world.scheduler.runAll();

    assertThat(ComposerUploadTest.failureOf(send.completion()))
        .isInstanceOf(MessageNotSentException.class);
    assertThat(editor.isEditing()).isTrue();
    assertThat(editor.state().text()).isEqualTo("changed");
    assertThat(thread.editor(id)).contains(editor);
    assertThat(thread.branches(id)).hasSize(1);
    world.model.says("Fine");
    world.finish(editor.send().orElseThrow().run().orElseThrow());
    assertThat(thread.branches(id)).hasSize(2);
  }

  @Test
  @DisplayName("EDIT-5: an edited assistant message that is not sent comes back likewise")
  void reopensAfterAppend() {
    ask("one");
    EditComposer editor = thread.beginEdit(thread.message(1).id());
    editor.setText("changed");
    world.history.failWrites(1);
    editor.send();
    world.scheduler.runAll();

    assertThat(editor.isEditing()).isTrue();
    assertThat(editor.state().text()).isEqualTo("changed");
  }

  @Test
  @DisplayName("EDIT-5: if another editor is open on the message by then, it gets the draft")
  void goesToTheOpenEditor() {
    MessageId id = ask("one");
    EditComposer editor = thread.beginEdit(id);
    editor.setText("changed");
    world.history.failWrites(1);
    editor.send();
    EditComposer second = thread.beginEdit(id);
    world.scheduler.runAll();

    assertThat(editor.isEditing()).isFalse();
    assertThat(second.state().text()).isEqualTo("one");
    assertThat(second.state().unsent()).extracting(Draft::text).containsExactly("changed");
    assertThat(second.state().unsent().get(0).editedMessageId()).isEqualTo(id);
    second.reset();
    assertThat(second.restore(second.state().unsent().get(0).id())).isTrue();
    assertThat(second.state().text()).isEqualTo("changed");
  }

  @Test
  @DisplayName("EDIT-5: a refusal leaves the editor open as it was")
  void refused() {
    MessageId id = ask("one");
    EditComposer editor = thread.beginEdit(id);
    editor.setText("changed");
    thread.send("busy");
    SendOptions reject = SendOptions.builder().whenBusy(WhenBusy.REJECT).build();
    ComposerState before = editor.state();
    EventLog events = EventLog.of(thread);

    assertThatThrownBy(() -> editor.send(reject))
        .isInstanceOf(dev.antiphon.thread.ThreadBusyException.class);

    assertThat(editor.isEditing()).isTrue();
    assertThat(editor.state()).isEqualTo(before);
    assertThat(thread.editor(id)).contains(editor);
    assertThat(events.of(ThreadEvent.EditComposerClosed.class)).isEmpty();
  }

  // ---- closing

  @Test
  @DisplayName("EDIT-6: it can send what is not empty, and can always be cancelled")
  void canSend() {
    EditComposer editor = thread.beginEdit(ask("one"));
    assertThat(editor.canSend()).isTrue();
    assertThat(editor.canCancel()).isTrue();

    editor.setText("  ");

    assertThat(editor.canSend()).isFalse();
    assertThat(editor.send()).isEmpty();
    assertThat(editor.canCancel()).isTrue();
  }

  @Test
  @DisplayName("EDIT-6: cancel stops uploads, and adapters take back what is incomplete")
  void cancel() {
    EditComposer editor = thread.beginEdit(ask("one"));
    EventLog events = EventLog.of(thread);
    adapter.onAdd("slow", (request, states) -> {
      editor.cancel();
      assertThat(request.cancellation().isCancelled()).isTrue();
      return ScriptedAttachments.ready(request);
    });
    editor.addAttachment(InMemoryFile.text("ready", "x"));
    world.scheduler.runAll();
    editor.addAttachment(InMemoryFile.text("slow", "x"));
    world.scheduler.runAll();

    assertThat(editor.isEditing()).isFalse();
    assertThat(adapter.calls())
        .containsExactly("add ready", "add slow", "remove ready", "remove slow");
    assertThat(events.of(ThreadEvent.EditComposerClosed.class)).hasSize(1);
    assertThat(thread.branches(editor.messageId())).hasSize(1);
    assertThat(thread.beginEdit(editor.messageId()).state().text()).isEqualTo("one");
  }

  @Test
  @DisplayName("EDIT-7: when its message is deleted the editor closes, and its draft is not lost")
  void deleted() {
    MessageId first = ask("one");
    MessageId second = ask("two");
    EditComposer ofFirst = thread.beginEdit(first);
    EditComposer ofSecond = thread.beginEdit(second);
    ofSecond.setText("changed");
    EventLog events = EventLog.of(thread);

    thread.delete(second);
    world.scheduler.runAll();

    assertThat(ofSecond.isEditing()).isFalse();
    assertThat(ofFirst.isEditing()).isTrue();
    assertThat(events.of(ThreadEvent.EditComposerClosed.class))
        .singleElement()
        .satisfies(closed -> {
          assertThat(closed.messageId()).isEqualTo(second);
          assertThat(closed.draft().text()).isEqualTo("changed");
        });
    thread.delete(first, DeleteMode.SUBTREE);
    world.scheduler.runAll();
    assertThat(ofFirst.isEditing()).isFalse();
  }

  @Test
  @DisplayName("EDIT-7: an import or a reset of the thread closes all editors")
  void replaced() {
    MessageId id = ask("one");
    EditComposer editor = thread.beginEdit(id);
    editor.setText("changed");
    thread.composer().setText("draft");
    EventLog events = EventLog.of(thread);

    thread.importThread(thread.export());
    world.scheduler.runAll();

    assertThat(editor.isEditing()).isFalse();
    assertThat(events.of(ThreadEvent.EditComposerClosed.class))
        .singleElement()
        .satisfies(closed -> assertThat(closed.draft().text()).isEqualTo("changed"));
    assertThat(thread.composer().state().text()).isEqualTo("draft");
    EditComposer again = thread.beginEdit(id);
    thread.reset();
    world.scheduler.runAll();
    assertThat(again.isEditing()).isFalse();
  }

  @Test
  @DisplayName(
      "EDIT-7: an editor that waits for uploads closes with its words when its message goes")
  void deletedWhileSending() {
    MessageId id = ask("one");
    EditComposer editor = thread.beginEdit(id);
    editor.setText("changed");
    editor.addAttachment(InMemoryFile.text("notes.txt", "x"));
    EventLog events = EventLog.of(thread);

    ComposerSend send = editor.send().orElseThrow();
    thread.reset();
    world.scheduler.runAll();

    assertThat(ComposerUploadTest.failureOf(send.accepted()))
        .isInstanceOf(CancellationException.class);
    assertThat(events.of(ThreadEvent.EditComposerClosed.class))
        .singleElement()
        .satisfies(closed -> {
          assertThat(closed.draft().text()).isEqualTo("changed");
          assertThat(closed.draft().isSending()).isFalse();
        });
    assertThat(thread.state().messages()).isEmpty();
  }

  @Test
  @DisplayName(
      "EDIT-7: a draft whose message is gone by the time it is not sent comes with the event")
  void goneWhenNotSent() {
    MessageId id = ask("one");
    EditComposer editor = thread.beginEdit(id);
    editor.setText("changed");
    world.history.beforeWrite(() -> {
      world.history.beforeWrite(null);
      thread.reset();
      throw new StorageException("unavailable", "Down.", true, null);
    });
    EventLog events = EventLog.of(thread);

    editor.send();
    world.scheduler.runAll();

    assertThat(editor.isEditing()).isFalse();
    List<ThreadEvent.EditComposerClosed> closed = events.of(ThreadEvent.EditComposerClosed.class);
    ComposerState last = closed.get(closed.size() - 1).draft();
    assertThat(last.text().equals("changed")
            || last.unsent().stream().anyMatch(draft -> draft.text().equals("changed")))
        .isTrue();
  }

  @Test
  @DisplayName("CLOSE-4: an editor that waits for uploads leaves its words when the thread closes")
  void wordsAtClose() {
    EditComposer editor = thread.beginEdit(ask("one"));
    editor.setText("changed");
    editor.addAttachment(InMemoryFile.text("notes.txt", "x"));
    editor.send();
    thread.composer().setText("draft");
    thread.composer().addAttachment(InMemoryFile.text("notes.txt", "x"));
    thread.composer().send();

    List<Draft> left = thread.live().use(each -> each.writer.apply(each.closing::endSessions));

    assertThat(left).extracting(Draft::text).contains("changed", "draft");
    assertThat(editor.isEditing()).isFalse();
  }

  @Test
  @DisplayName("EDIT-7: a message that could not be stored takes its editor with it")
  void takenBack() {
    world.history.failWrites(1);
    thread.append(MessageInput.text("never stored"));
    EditComposer editor = thread.beginEdit(thread.message(0).id());
    world.scheduler.runAll();

    assertThat(thread.state().messages()).isEmpty();
    assertThat(editor.isEditing()).isFalse();
  }
}
