package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.ThreadAdapters;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.ScriptedAttachments;
import dev.antiphon.testing.World;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.AttachmentRejectedException;
import dev.antiphon.thread.AttachmentRejectedException.Reason;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.Capability;
import dev.antiphon.thread.PendingAttachment;
import dev.antiphon.thread.PreparedAttachment;
import dev.antiphon.thread.ReadOnlyException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.UnknownAttachmentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AttachmentTest {

  private static final InMemoryFile NOTES = InMemoryFile.text("notes.txt", "some notes");

  private final ScriptedAttachments adapter = new ScriptedAttachments();
  private final World world = new World().with(builder -> builder.attachments(adapter));

  // ---- what is refused

  @Test
  @DisplayName("ATT-1: without an adapter a file is refused, after an event that says so")
  void noAdapter() {
    ThreadRuntime thread = new World(world.scheduler).open();
    EventLog events = EventLog.of(thread);

    CompletionStage<PendingAttachment> added = thread.composer().addAttachment(NOTES);
    world.scheduler.runAll();

    assertThat(rejectionOf(added).reason()).isEqualTo(Reason.NO_ADAPTER);
    assertThat(thread.composer().state().attachments()).isEmpty();
    assertThat(events.of(ThreadEvent.AttachmentAddFailed.class))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.reason()).isEqualTo(Reason.NO_ADAPTER);
          assertThat(event.reason().value()).isEqualTo("no-adapter");
          assertThat(event.message()).contains("notes.txt");
          assertThat(event.attachmentId().value()).isNotEmpty();
        });
    assertThat(events.of(ThreadEvent.ComposerChanged.class)).isEmpty();
  }

  @Test
  @DisplayName("ATT-1: a file that is not accepted never reaches the adapter")
  void notAccepted() {
    adapter.accepting("image/*, .pdf");
    ThreadRuntime thread = world.open();

    CompletionStage<PendingAttachment> added = thread.composer().addAttachment(NOTES);
    world.scheduler.runAll();

    assertThat(rejectionOf(added).reason()).isEqualTo(Reason.NOT_ACCEPTED);
    assertThat(rejectionOf(added)).hasMessageContaining("image/*,.pdf");
    assertThat(adapter.calls()).isEmpty();
    assertThat(thread.composer().accepts()).hasToString("image/*,.pdf");
  }

  @Test
  @DisplayName("ATT-1: a file that is too large never reaches the adapter")
  void tooLarge() {
    world.options(options -> options.maxAttachmentBytes(9));
    ThreadRuntime thread = world.open();

    CompletionStage<PendingAttachment> added = thread.composer().addAttachment(NOTES);
    world.scheduler.runAll();

    assertThat(rejectionOf(added).reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(rejectionOf(added)).hasMessageContaining("10 bytes").hasMessageContaining("9");
    assertThat(adapter.calls()).isEmpty();
    assertThatThrownBy(() -> RuntimeOptions.builder().maxAttachmentBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(RuntimeOptions.DEFAULTS.maxAttachmentBytes()).isEqualTo(20 * 1024 * 1024);
  }

  @Test
  @DisplayName(
      "ATT-1: a message takes no more attachments than allowed, and more after one is removed")
  void tooMany() {
    world.options(options -> options.maxAttachments(2));
    ThreadRuntime thread = world.open();
    thread.composer().addAttachment(NOTES);
    PreparedAttachment prepared = PreparedAttachment.builder("page").build();
    AttachmentId second = thread.composer().addAttachment(prepared).id();

    CompletionStage<PendingAttachment> third = thread.composer().addAttachment(NOTES);
    AttachmentRejectedException fourth = catchThrowableOfType(
        AttachmentRejectedException.class, () -> thread.composer().addAttachment(prepared));
    world.scheduler.runAll();
    thread.composer().removeAttachment(second);
    world.scheduler.runAll();
    CompletionStage<PendingAttachment> fifth = thread.composer().addAttachment(NOTES);
    world.scheduler.runAll();

    assertThat(rejectionOf(third).reason()).isEqualTo(Reason.TOO_MANY);
    assertThat(rejectionOf(third)).hasMessageContaining("at most 2");
    assertThat(fourth.reason()).isEqualTo(Reason.TOO_MANY);
    assertThat(fifth.toCompletableFuture()).isCompleted();
    assertThat(thread.composer().state().attachments()).hasSize(2);
    assertThat(RuntimeOptions.DEFAULTS.maxAttachments()).isEqualTo(10);
  }

  /** A file that says nothing of its size, or not the truth. */
  private record Endless(long size) implements AttachmentFile {
    @Override
    public String name() {
      return "endless";
    }

    @Override
    public @Nullable String contentType() {
      return null;
    }

    @Override
    public InputStream open() {
      return new InputStream() {
        @Override
        public int read() {
          return 'x';
        }
      };
    }
  }

  @Test
  @DisplayName("ATT-1: a file that is larger than it says cannot be read beyond what is allowed")
  void largerThanItSays() {
    world.options(options -> options.maxAttachmentBytes(100));
    adapter.onAdd("endless", (request, states) -> {
      try (InputStream content = request.file().open()) {
        content.readAllBytes();
      }
      return ScriptedAttachments.ready(request);
    });
    ThreadRuntime thread = world.open();

    CompletionStage<PendingAttachment> unknown = thread.composer().addAttachment(new Endless(-1));
    CompletionStage<PendingAttachment> lying = thread.composer().addAttachment(new Endless(1));
    world.scheduler.runAll();

    assertThat(rejectionOf(unknown).reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(rejectionOf(lying).reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(thread.composer().state().attachments())
        .allSatisfy(each -> assertThat(each.status().isError()).isTrue());
  }

  @Test
  @DisplayName("ATT-1: an adapter that cannot say what it accepts is an adapter error")
  void brokenAccept() {
    AttachmentAdapter broken = new AttachmentAdapter() {
      @Override
      public String accept() {
        throw new IllegalStateException("no list");
      }

      @Override
      public PendingAttachment add(
          dev.antiphon.port.AttachmentRequest request,
          java.util.function.Consumer<PendingAttachment> states) {
        throw new AssertionError();
      }

      @Override
      public Attachment send(dev.antiphon.port.AttachmentRequest request) {
        throw new AssertionError();
      }

      @Override
      public void remove(dev.antiphon.port.AttachmentRequest request) {
        throw new AssertionError();
      }
    };
    world.with(builder -> builder.attachments(broken));
    ThreadRuntime thread = world.open();

    CompletionStage<PendingAttachment> added = thread.composer().addAttachment(NOTES);
    world.scheduler.runAll();

    assertThat(rejectionOf(added).reason()).isEqualTo(Reason.ADAPTER_ERROR);
    assertThat(thread.composer().state().attachments()).isEmpty();
  }

  // ---- states

  @Test
  @DisplayName("ATT-2: two files of one name are two attachments, with ids of the runtime")
  void twoOfOneName() {
    ThreadRuntime thread = world.open();

    thread.composer().addAttachment(NOTES);
    thread.composer().addAttachment(NOTES);
    world.scheduler.runAll();

    assertThat(thread.composer().state().attachments())
        .extracting(PendingAttachment::id)
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  @DisplayName("ATT-2: each state takes the place of the one before, at the same place")
  void states() {
    List<Double> progress = new ArrayList<>();
    ThreadRuntime thread = world.open();
    adapter.onAdd("notes.txt", (request, states) -> {
      for (double done : List.of(0.25, 0.75)) {
        states.accept(request.attachment().toBuilder()
            .status(AttachmentStatus.uploading(done))
            .build());
        progress.add(thread.composer().state().attachment(0).status().progress());
      }
      return ScriptedAttachments.ready(request);
    });
    EventLog events = EventLog.of(thread);

    CompletionStage<PendingAttachment> added = thread.composer().addAttachment(NOTES);
    thread.composer().addAttachment(InMemoryFile.text("other.txt", "x"));
    AttachmentStatus first = thread.composer().state().attachment(0).status();
    world.scheduler.runAll();

    assertThat(first).isEqualTo(AttachmentStatus.uploading(0));
    assertThat(progress).containsExactly(0.25, 0.75);
    assertThat(thread.composer().state().attachments())
        .extracting(PendingAttachment::name)
        .containsExactly("notes.txt", "other.txt");
    assertThat(added.toCompletableFuture().join().status()).isEqualTo(AttachmentStatus.READY);
    assertThat(events.of(ThreadEvent.AttachmentAdded.class))
        .extracting(event -> event.attachment().name())
        .containsExactly("notes.txt", "other.txt");
  }

  @Test
  @DisplayName("ATT-2: an attachment is shown by its kind until the adapter says more")
  void kinds() {
    Composer composer = world.open().composer();

    composer.addAttachment(new InMemoryFile("a", "image/png", new byte[0]));
    composer.addAttachment(new InMemoryFile("b", "application/pdf", new byte[0]));
    composer.addAttachment(new InMemoryFile("c", "text/plain", new byte[0]));
    composer.addAttachment(new InMemoryFile("d", null, new byte[0]));

    assertThat(composer.state().attachments())
        .extracting(PendingAttachment::type)
        .containsExactly("image", "document", "document", "file");
  }

  @Test
  @DisplayName("ATT-2: a sent message keeps no file, and a state without one keeps that of the add")
  void files() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    adapter.onAdd(
        "notes.txt",
        (request, states) -> PendingAttachment.builder(
                request.attachment().id(), "document", "renamed.txt")
            .build());
    Composer composer = thread.composer();
    composer.addAttachment(NOTES);
    world.scheduler.runAll();
    assertThat(composer.state().attachment(0).file()).isSameAs(NOTES);
    assertThat(composer.state().attachment(0).name()).isEqualTo("renamed.txt");

    composer.send();
    world.scheduler.runAll();

    Attachment sent = thread.message(0).attachments().get(0);
    assertThat(sent.content()).containsExactly(TextPart.of("content of renamed.txt"));
    assertThat(PendingAttachment.of(sent).file()).isNull();
  }

  @Test
  @DisplayName("ATT-2: an adapter that changes an id, or comes back too early, has failed")
  void badStates() {
    adapter
        .onAdd(
            "other id",
            (request, states) -> PendingAttachment.builder(
                    new AttachmentId("mine"), "file", "other id")
                .build())
        .onAdd("early", (request, states) -> request.attachment())
        .onAdd("between", (request, states) -> {
          states.accept(
              PendingAttachment.builder(new AttachmentId("mine"), "file", "x").build());
          return ScriptedAttachments.ready(request);
        });
    Composer composer = world.open().composer();

    for (String name : List.of("other id", "early", "between")) {
      CompletionStage<PendingAttachment> added =
          composer.addAttachment(InMemoryFile.text(name, "x"));
      world.scheduler.runAll();
      assertThat(rejectionOf(added).reason()).as(name).isEqualTo(Reason.ADAPTER_ERROR);
    }
    assertThat(composer.state().attachments())
        .hasSize(3)
        .allSatisfy(each -> assertThat(each.status().isError()).isTrue());
  }

  @Test
  @DisplayName("ATT-3: an exception leaves the last state as an error, and is thrown")
  void exception() {
    adapter.onAdd("notes.txt", (request, states) -> {
      states.accept(request.attachment().toBuilder().type("special").build());
      throw new IOException("disk on fire");
    });
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);

    CompletionStage<PendingAttachment> added = thread.composer().addAttachment(NOTES);
    world.scheduler.runAll();

    assertThat(rejectionOf(added).reason()).isEqualTo(Reason.ADAPTER_ERROR);
    assertThat(rejectionOf(added)).hasRootCauseMessage("disk on fire");
    PendingAttachment left = thread.composer().state().attachment(0);
    assertThat(left.type()).isEqualTo("special");
    assertThat(left.status()).isEqualTo(AttachmentStatus.error("disk on fire"));
    assertThat(events.of(ThreadEvent.AttachmentAddFailed.class))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.reason()).isEqualTo(Reason.ADAPTER_ERROR);
          assertThat(event.message()).isEqualTo("disk on fire");
          assertThat(event.attachmentId()).isEqualTo(left.id());
        });
    assertThat(events.of(ThreadEvent.AttachmentAdded.class)).isEmpty();
  }

  @Test
  @DisplayName("ATT-3: an adapter may say why it rejects a file")
  void ownRejection() {
    adapter.onAdd("notes.txt", (request, states) -> {
      throw new AttachmentRejectedException(Reason.NOT_ACCEPTED, "Only poems, please.");
    });
    Composer composer = world.open().composer();

    CompletionStage<PendingAttachment> added = composer.addAttachment(NOTES);
    world.scheduler.runAll();

    assertThat(rejectionOf(added).reason()).isEqualTo(Reason.NOT_ACCEPTED);
    assertThat(composer.state().attachment(0).status().message()).isEqualTo("Only poems, please.");
  }

  @Test
  @DisplayName("ATT-3: an add that ends in an error by itself has the event, and no exception")
  void errorByItself() {
    adapter.onAdd(
        "notes.txt",
        (request, states) -> request.attachment().toBuilder()
            .status(AttachmentStatus.error("virus"))
            .build());
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);

    CompletionStage<PendingAttachment> added = thread.composer().addAttachment(NOTES);
    world.scheduler.runAll();

    assertThat(added.toCompletableFuture().join().status().message()).isEqualTo("virus");
    assertThat(events.of(ThreadEvent.AttachmentAddFailed.class))
        .extracting(ThreadEvent.AttachmentAddFailed::message)
        .containsExactly("virus");
    assertThat(events.of(ThreadEvent.AttachmentAdded.class)).isEmpty();
  }

  @Test
  @DisplayName(
      "ATT-4: after a remove, states and errors of that add are ignored, and it is cancelled")
  void removedWhileAdded() {
    ThreadRuntime thread = world.open();
    Composer composer = thread.composer();
    List<Boolean> cancelled = new ArrayList<>();
    adapter
        .onAdd("late state", (request, states) -> {
          composer.removeAttachment(request.attachment().id());
          cancelled.add(request.cancellation().isCancelled());
          states.accept(ScriptedAttachments.ready(request));
          return ScriptedAttachments.ready(request);
        })
        .onAdd("late error", (request, states) -> {
          composer.removeAttachment(request.attachment().id());
          throw new IOException("too late");
        })
        .onAdd("late content", (request, states) -> {
          composer.removeAttachment(request.attachment().id());
          return PendingAttachment.of(ScriptedAttachments.complete(request));
        })
        .onAdd("still reading", (request, states) -> {
          composer.removeAttachment(request.attachment().id());
          request.file().open().close();
          return ScriptedAttachments.ready(request);
        });
    EventLog events = EventLog.of(thread);

    for (String name : List.of("late state", "late error", "late content", "still reading")) {
      CompletionStage<PendingAttachment> added =
          composer.addAttachment(InMemoryFile.text(name, "x"));
      world.scheduler.runAll();
      assertThat(failureOf(added)).as(name).isInstanceOf(CancellationException.class);
    }

    assertThat(cancelled).containsExactly(true);
    assertThat(composer.state().attachments()).isEmpty();
    assertThat(events.of(ThreadEvent.AttachmentAdded.class)).isEmpty();
    assertThat(events.of(ThreadEvent.AttachmentAddFailed.class)).isEmpty();
    assertThat(adapter.calls())
        .containsExactly(
            "add late state", "remove late state",
            "add late error", "remove late error",
            "add late content", "remove late content",
            "add still reading", "remove still reading");
  }

  @Test
  @DisplayName("ATT-4: a file that is removed before its adapter saw it never reaches it")
  void removedBeforeItBegan() {
    Composer composer = world.open().composer();

    CompletionStage<PendingAttachment> added = composer.addAttachment(NOTES);
    CompletableFuture<Void> gone = composer.removeAttachment(0).toCompletableFuture();
    world.scheduler.runAll();

    assertThat(gone).isCompleted();
    assertThat(failureOf(added)).isInstanceOf(CancellationException.class);
    assertThat(adapter.calls()).isEmpty();
  }

  // ---- prepared

  @Test
  @DisplayName("ATT-5: a prepared attachment is complete at once and needs no adapter")
  void prepared() {
    ThreadRuntime thread = new World(world.scheduler).open();
    EventLog events = EventLog.of(thread);

    PendingAttachment added = thread
        .composer()
        .addAttachment(PreparedAttachment.builder("page")
            .contentType("text/html")
            .content(List.of(TextPart.of("hello")))
            .build());
    world.scheduler.runAll();

    assertThat(added.type()).isEqualTo("document");
    assertThat(added.status()).isEqualTo(AttachmentStatus.COMPLETE);
    assertThat(added.toAttachment().content()).containsExactly(TextPart.of("hello"));
    assertThat(thread.composer().state().attachments()).containsExactly(added);
    assertThat(events.names()).containsExactly("Snapshot", "ComposerChanged", "AttachmentAdded");
  }

  @Test
  @DisplayName("ATT-5: accept is checked if there is an adapter, and an id in use is refused")
  void preparedRefused() {
    adapter.accepting("text/*");
    ThreadRuntime thread = world.open();
    Composer composer = thread.composer();
    EventLog events = EventLog.of(thread);
    Attachment known = Attachment.builder(new AttachmentId("a1"), "file", "known")
        .contentType("text/plain")
        .build();
    composer.addAttachment(PreparedAttachment.of(known));

    assertThatThrownBy(() -> composer.addAttachment(
            PreparedAttachment.builder("cat").contentType("image/png").build()))
        .isInstanceOfSatisfying(
            AttachmentRejectedException.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.NOT_ACCEPTED));
    assertThatThrownBy(() -> composer.addAttachment(PreparedAttachment.of(known)))
        .isInstanceOfSatisfying(
            AttachmentRejectedException.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.DUPLICATE));
    world.scheduler.runAll();

    assertThat(composer.state().attachments()).hasSize(1);
    assertThat(events.of(ThreadEvent.AttachmentAddFailed.class))
        .extracting(ThreadEvent.AttachmentAddFailed::reason)
        .containsExactly(Reason.NOT_ACCEPTED, Reason.DUPLICATE);
    assertThatThrownBy(() -> composer.addAttachment(PreparedAttachment.builder("thoughts")
            .contentType("text/plain")
            .content(List.of(ReasoningPart.builder(TextView.of("hm")).build()))
            .build()))
        .isInstanceOf(InvalidMessageException.class);
  }

  // ---- removing

  @Test
  @DisplayName(
      "ATT-6: an incomplete attachment goes to the adapter's remove, a complete one does not")
  void removed() {
    Composer composer = world.open().composer();
    composer.addAttachment(NOTES);
    composer.addAttachment(PreparedAttachment.builder("page").build());
    world.scheduler.runAll();
    AttachmentId page = composer.state().attachment(1).id();

    CompletableFuture<Void> first = composer.removeAttachment(0).toCompletableFuture();
    CompletableFuture<Void> second = composer.removeAttachment(page).toCompletableFuture();
    assertThat(composer.state().attachments()).isEmpty();
    assertThat(second).isCompleted();
    assertThat(first).isNotDone();
    world.scheduler.runAll();

    assertThat(first).isCompleted();
    assertThat(adapter.calls()).containsExactly("add notes.txt", "remove notes.txt");
    assertThat(adapter.lastRequest().attachment().status()).isEqualTo(AttachmentStatus.READY);
    assertThat(adapter.lastRequest().cancellation().isCancelled()).isFalse();
  }

  @Test
  @DisplayName(
      "ATT-6: if its adapter fails it stays at its place, as an error, and can be removed again")
  void notRemoved() {
    adapter.cannotRemove("notes.txt");
    Composer composer = world.open().composer();
    composer.addAttachment(NOTES);
    composer.addAttachment(InMemoryFile.text("other.txt", "x"));
    world.scheduler.runAll();

    CompletionStage<Void> failed = composer.removeAttachment(0);
    world.scheduler.runAll();
    assertThat(failureOf(failed)).hasMessage("cannot remove notes.txt");
    assertThat(composer.state().attachment(0).name()).isEqualTo("notes.txt");
    assertThat(composer.state().attachment(0).status())
        .isEqualTo(AttachmentStatus.error("cannot remove notes.txt"));

    adapter.canRemove("notes.txt");
    CompletableFuture<Void> again = composer.removeAttachment(0).toCompletableFuture();
    world.scheduler.runAll();
    assertThat(again).isCompleted();
    assertThat(composer.state().attachments()).hasSize(1);
  }

  @Test
  @DisplayName("ATT-6: after a reset none comes back, whatever its adapter says")
  void notBackAfterReset() {
    adapter.cannotRemove("notes.txt").cannotRemove("other.txt");
    Composer composer = world.open().composer();
    composer.addAttachment(NOTES);
    composer.addAttachment(InMemoryFile.text("other.txt", "x"));
    world.scheduler.runAll();

    CompletionStage<Void> removed = composer.removeAttachment(0);
    CompletionStage<Void> reset = composer.reset();
    world.scheduler.runAll();

    assertThat(composer.state().attachments()).isEmpty();
    assertThat(failureOf(removed)).hasMessage("cannot remove notes.txt");
    assertThat(failureOf(reset)).hasMessage("cannot remove other.txt");
  }

  @Test
  @DisplayName("ATT-6: none comes back beside another one of its id")
  void notBackBesideAnother() {
    adapter.cannotRemove("notes.txt");
    Composer composer = world.open().composer();
    composer.addAttachment(NOTES);
    world.scheduler.runAll();
    AttachmentId id = composer.state().attachment(0).id();

    composer.removeAttachment(id);
    composer.addAttachment(PreparedAttachment.builder("page").id(id).build());
    world.scheduler.runAll();

    assertThat(composer.state().attachments())
        .extracting(PendingAttachment::name)
        .containsExactly("page");
  }

  @Test
  @DisplayName(
      "ATT-6: removing twice does nothing; what never was here is refused, and what is sent")
  void unknown() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    Composer composer = thread.composer();
    composer.addAttachment(NOTES);
    world.scheduler.runAll();
    AttachmentId notes = composer.state().attachment(0).id();
    composer.removeAttachment(notes);
    composer.addAttachment(PreparedAttachment.builder("page").build());
    AttachmentId page = composer.state().attachment(0).id();
    composer.send();
    world.scheduler.runAll();
    int calls = adapter.calls().size();

    CompletableFuture<Void> twice = composer.removeAttachment(notes).toCompletableFuture();
    world.scheduler.runAll();

    assertThat(twice).isCompleted();
    assertThat(adapter.calls()).hasSize(calls);
    assertThatThrownBy(() -> composer.removeAttachment(new AttachmentId("never")))
        .isInstanceOf(UnknownAttachmentException.class)
        .hasMessageContaining("never");
    assertThatThrownBy(() -> composer.removeAttachment(7))
        .isInstanceOf(UnknownAttachmentException.class);
    assertThatThrownBy(() -> composer.removeAttachment(page)).isInstanceOf(ReadOnlyException.class);
  }

  // ---- adapters that come and go

  @Test
  @DisplayName("OPT-4: an adapter can be replaced; what it has added already stays with it")
  void replaced() {
    LocalRuntime runtime = world.start();
    ThreadRuntime thread = runtime.threads("ada").open("t");
    world.model.says("Hello");
    ScriptedAttachments other = new ScriptedAttachments();
    Composer composer = thread.composer();
    composer.addAttachment(NOTES);
    world.scheduler.runAll();

    runtime.setAttachments(other);
    composer.addAttachment(InMemoryFile.text("other.txt", "x"));
    composer.send();
    world.scheduler.runAll();

    assertThat(adapter.calls()).containsExactly("add notes.txt", "send notes.txt");
    assertThat(other.calls()).containsExactly("add other.txt", "send other.txt");
    assertThat(thread.message(0).attachments()).hasSize(2);
  }

  @Test
  @DisplayName("OPT-5: the capability means that an adapter is there, and is announced")
  void capability() {
    LocalRuntime runtime = world.start();
    ThreadRuntime thread = runtime.threads("ada").open("t");
    assertThat(thread.state().capabilities()).contains(Capability.ATTACHMENTS);
    EventLog events = EventLog.of(thread);

    runtime.setAttachments(null);
    world.scheduler.runAll();

    assertThat(thread.state().capabilities()).doesNotContain(Capability.ATTACHMENTS);
    assertThat(events.of(ThreadEvent.CapabilitiesChanged.class)).hasSize(1);
    assertThat(thread.composer().accepts().entries()).isEmpty();
  }

  @Test
  @DisplayName("OPT-6: a factory supplies the adapter of a thread, and what is explicit wins")
  void supplied() {
    ScriptedAttachments own = new ScriptedAttachments();
    world.with(builder -> builder.threadAdapters(new ThreadAdapters() {
      @Override
      public AttachmentAdapter attachments(ThreadKey thread) {
        return own;
      }
    }));
    LocalRuntime runtime = world.start();
    ThreadRuntime thread = runtime.threads("ada").open("t");

    thread.composer().addAttachment(NOTES);
    runtime.setAttachments(null);
    thread.composer().addAttachment(InMemoryFile.text("other.txt", "x"));
    world.scheduler.runAll();

    assertThat(adapter.calls()).containsExactly("add notes.txt");
    assertThat(own.calls()).containsExactly("add other.txt");
    assertThat(thread.state().capabilities()).contains(Capability.ATTACHMENTS);
  }

  @Test
  @DisplayName("ATT-1: what an adapter reads stops at a skip beyond the limit, too")
  void skipping() throws IOException {
    AttachmentFile file = new InMemoryFile("a", null, new byte[64]);
    LimitedFile limited = new LimitedFile(file, 10, dev.antiphon.cancel.Cancellation.none());

    try (InputStream content = limited.open()) {
      assertThat(content.read()).isZero();
      assertThat(content.skip(9)).isEqualTo(9);
      assertThat(content.markSupported()).isFalse();
      assertThat(limited.isExceeded()).isFalse();
      assertThatThrownBy(() -> content.read(new byte[1])).isInstanceOf(IOException.class);
    }
    assertThat(limited.isExceeded()).isTrue();
    assertThat(limited.size()).isEqualTo(64);
    assertThat(new ByteArrayInputStream(new byte[0]).read()).isNegative();
  }

  private static AttachmentRejectedException rejectionOf(CompletionStage<?> stage) {
    return (AttachmentRejectedException) failureOf(stage);
  }

  private static Throwable failureOf(CompletionStage<?> stage) {
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
