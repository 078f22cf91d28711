package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.port.StorageException;
import dev.antiphon.testing.EveryMoment;
import dev.antiphon.testing.EveryOrder;
import dev.antiphon.testing.ManualScheduler;
import dev.antiphon.testing.ScriptedAttachments;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ComposerState;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.PendingAttachment;
import dev.antiphon.thread.ReadOnlyException;
import dev.antiphon.thread.ThreadEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What adapters, storage and people do at the same time, in every order that matters. */
class ComposerRaceTest {

  /** A thread with a composer in which somebody writes "Hi". */
  private static class Scene {
    final ScriptedAttachments adapter = new ScriptedAttachments();
    final World world;
    ThreadRuntime thread;
    Composer composer;

    Scene(ManualScheduler scheduler) {
      // A title that is made meanwhile would only multiply the orders.
      RuntimeOptions options =
          RuntimeOptions.builder().titleWhen(TitleWhen.NEVER).build();
      this.world =
          new World(scheduler).with(builder -> builder.attachments(adapter).options(options));
      world.model.says("Hello");
      this.thread = world.open();
      // The list of threads is read first: its order against the uploads is no concern here.
      scheduler.runAll();
      this.composer = thread.composer();
    }

    ComposerSend send(String... files) {
      composer.setText("Hi");
      for (String file : files) {
        composer.addAttachment(InMemoryFile.text(file, "x"));
      }
      return composer.send().orElseThrow();
    }

    List<String> attached() {
      return composer.state().attachments().stream()
          .map(PendingAttachment::name)
          .toList();
    }

    List<String> sent() {
      return thread.message(0).attachments().stream().map(Attachment::name).toList();
    }

    /** Returns where the words of the send are by now. */
    List<String> wordsAt() {
      List<String> places = new ArrayList<>();
      ComposerState state = composer.state();
      if (state.text().startsWith("Hi")) {
        places.add("composer");
      }
      if (state.unsent().stream().map(Draft::text).anyMatch("Hi"::equals)) {
        places.add("unsent");
      }
      if (thread.state().messages().stream().anyMatch(each -> each.text().equals("Hi"))) {
        places.add("thread");
      }
      return places;
    }
  }

  // ---- uploads, in every order

  @Test
  @DisplayName("COMP-4, COMP-5: whichever upload comes first, the message has both, in their order")
  void anyOrderOfUploads() {
    Set<List<String>> calls = new HashSet<>();

    EveryOrder.of(20_000, scheduler -> {
      Scene scene = new Scene(scheduler);
      ComposerSend send = scene.send("a", "b");
      scheduler.runAll();
      assertThat(send.run()).isPresent();
      assertThat(scene.sent()).containsExactly("a", "b");
      assertThat(scene.wordsAt()).containsExactly("thread");
      assertThat(scene.composer.state()).isEqualTo(ComposerState.builder().build());
      calls.add(scene.adapter.calls());
    });

    assertThat(calls)
        .containsExactlyInAnyOrder(
            List.of("add a", "add b", "send a", "send b"),
            List.of("add a", "add b", "send b", "send a"),
            List.of("add b", "add a", "send a", "send b"),
            List.of("add b", "add a", "send b", "send a"));
  }

  @Test
  @DisplayName(
      "COMP-6: whenever one of two uploads fails, the words are back, and it can send again")
  void oneFails() {
    EveryOrder.of(20_000, scheduler -> {
      Scene scene = new Scene(scheduler);
      scene.adapter.onSend("a", request -> {
        throw new IOException("server gone");
      });
      ComposerSend send = scene.send("a", "b");
      scheduler.runAll();
      assertThat(send.accepted().toCompletableFuture()).isCompletedExceptionally();
      assertThat(scene.wordsAt()).containsExactly("composer");
      assertThat(scene.attached()).containsExactly("a", "b");
      assertThat(scene.composer.canSend()).isTrue();
      assertThat(scene.composer.state().isSending()).isFalse();
      assertThat(scene.composer.state().attachment(1).status().isComplete()).isTrue();
    });
  }

  @Test
  @DisplayName("COMP-8: a load that fails before or after the uploads gives words and files back")
  void loadFails() {
    EveryOrder.of(20_000, scheduler -> {
      Scene scene = new Scene(scheduler);
      scene.world.history.failLoad(new StorageException("unavailable", "Down.", true, null));
      scene.thread = scene.world.start().threads("ada").open("cold");
      scene.composer = scene.thread.composer();
      ComposerSend send = scene.send("a");
      scene.thread.load();
      scheduler.runAll();
      assertThat(send.completion().toCompletableFuture()).isCompletedExceptionally();
      assertThat(scene.wordsAt()).containsExactly("composer");
      assertThat(scene.composer.state().attachments())
          .singleElement()
          .satisfies(each -> assertThat(each.status().isComplete()).isTrue());
    });
  }

  // ---- something that comes between, at every moment

  @Test
  @DisplayName("ATT-4, COMP-4: a file that is removed is sent or taken back, whenever that comes")
  void removed() {
    Set<String> outcomes = new HashSet<>();

    EveryMoment.of(scheduler -> new RemovedFile(scheduler, outcomes));

    assertThat(outcomes).containsExactlyInAnyOrder("[a]", "[] unseen", "[] taken back");
  }

  private static final class RemovedFile extends Scene implements EveryMoment.Scene {
    private final Set<String> outcomes;
    private final ComposerSend send;
    private final AttachmentId id;
    private boolean isSent;

    RemovedFile(ManualScheduler scheduler, Set<String> outcomes) {
      super(scheduler);
      this.outcomes = outcomes;
      this.send = send("a");
      this.id = composer.state().attachment(0).id();
    }

    @Override
    public void intrude() {
      try {
        composer.removeAttachment(id);
        assertThat(attached()).isEmpty();
      } catch (ReadOnlyException sentAlready) {
        isSent = true;
      }
    }

    @Override
    public void check() {
      assertThat(send.run()).isPresent();
      assertThat(attached()).isEmpty();
      assertThat(sent()).isEqualTo(isSent ? List.of("a") : List.of());
      boolean isSeen = adapter.calls().contains("add a");
      assertThat(adapter.calls().contains("remove a")).isEqualTo(isSeen && needsRemoval());
      outcomes.add(sent() + (isSent ? "" : isSeen ? " taken back" : " unseen"));
    }

    private boolean needsRemoval() {
      return !isSent && !wasCompleteWhenRemoved();
    }

    /** One that was complete already and not yet in the message is just left out. */
    private boolean wasCompleteWhenRemoved() {
      return adapter.calls().equals(List.of("add a", "send a"));
    }
  }

  @Test
  @DisplayName("COMP-11: a reset leaves nothing but the message, if that went before")
  void reset() {
    Set<List<String>> outcomes = new HashSet<>();

    EveryMoment.of(scheduler -> new EveryMoment.Scene() {
      private final Scene scene = new Scene(scheduler);
      private final ComposerSend send = scene.send("a");

      @Override
      public void intrude() {
        scene.composer.reset();
        assertThat(scene.composer.state()).isEqualTo(ComposerState.builder().build());
      }

      @Override
      public void check() {
        List<String> expected = send.run().isPresent() ? List.of("thread") : List.of();
        assertThat(scene.wordsAt()).isEqualTo(expected);
        assertThat(scene.composer.state()).isEqualTo(ComposerState.builder().build());
        assertThat(send.completion().toCompletableFuture()).isDone();
        outcomes.add(expected);
      }
    });

    assertThat(outcomes).containsExactlyInAnyOrder(List.of(), List.of("thread"));
  }

  @Test
  @DisplayName("COMP-8, COMP-9: if the storage fails, neither the words nor what was typed is lost")
  void storageFails() {
    Set<List<String>> outcomes = new HashSet<>();

    EveryMoment.of(scheduler -> new EveryMoment.Scene() {
      private final Scene scene = new Scene(scheduler);

      {
        scene.world.history.failWrites(1);
        scene.send("a");
      }

      @Override
      public void intrude() {
        scene.composer.setText(scene.composer.state().text() + "Typed");
      }

      @Override
      public void check() {
        assertThat(scene.composer.state().text()).endsWith("Typed");
        assertThat(scene.wordsAt()).hasSize(1).doesNotContain("thread");
        outcomes.add(scene.wordsAt());
      }
    });

    assertThat(outcomes).containsExactlyInAnyOrder(List.of("unsent"), List.of("composer"));
  }

  @Test
  @DisplayName("COMP-5: a thread that is deleted has the message or leaves it in the composer")
  void deleted() {
    Set<List<String>> outcomes = new HashSet<>();

    EveryMoment.of(scheduler -> new EveryMoment.Scene() {
      private final Scene scene = new Scene(scheduler);

      {
        scene.send("a");
      }

      @Override
      public void intrude() {
        scene.thread.live().run(Conversation::delete);
      }

      @Override
      public void check() {
        assertThat(scene.wordsAt()).hasSize(1);
        assertThat(scene.composer.canSend()).isFalse();
        outcomes.add(scene.wordsAt());
      }
    });

    assertThat(outcomes).containsExactlyInAnyOrder(List.of("composer"), List.of("thread"));
  }

  @Test
  @DisplayName("CLOSE-2: a close ends uploads, whenever it comes, and leaves the words readable")
  void closed() {
    Set<List<String>> outcomes = new HashSet<>();

    EveryMoment.of(scheduler -> new EveryMoment.Scene() {
      private final Scene scene = new Scene(scheduler);
      private final ComposerSend send = scene.send("a");

      @Override
      public void intrude() {
        scene
            .thread
            .live()
            .run(thread -> thread.writer.run(() -> {
              thread.refuseCommands();
              thread.closing.endSessions();
            }));
      }

      @Override
      public void check() {
        assertThat(scene.wordsAt()).hasSize(1);
        assertThat(scene.composer.state().isSending()).isFalse();
        assertThat(scene.composer.state().attachments())
            .noneSatisfy(each -> assertThat(each.status().isUploading()).isTrue());
        assertThat(send.accepted().toCompletableFuture()).isDone();
        outcomes.add(scene.wordsAt());
      }
    });

    assertThat(outcomes).containsExactlyInAnyOrder(List.of("composer"), List.of("thread"));
  }

  @Test
  @DisplayName("EDIT-5, EDIT-7: an import never loses the words of an edit that is being sent")
  void importDuringEdit() {
    Set<Boolean> outcomes = new HashSet<>();

    EveryMoment.of(scheduler -> new EditUnderWay(scheduler, outcomes) {
      @Override
      public void intrude() {
        thread.reset();
      }
    });

    assertThat(outcomes).containsExactlyInAnyOrder(true, false);
  }

  @Test
  @DisplayName("EDIT-5, EDIT-7: a delete never loses the words of an edit that is being sent")
  void deleteDuringEdit() {
    Set<Boolean> outcomes = new HashSet<>();

    EveryMoment.of(scheduler -> new EditUnderWay(scheduler, outcomes) {
      @Override
      public void intrude() {
        thread.delete(edited);
      }
    });

    assertThat(outcomes).containsExactlyInAnyOrder(true, false);
  }

  /** An edit of a message that waits for a file. */
  private abstract static class EditUnderWay extends Scene implements EveryMoment.Scene {
    final MessageId edited;
    private final Set<Boolean> outcomes;
    private final EditComposer editor;
    private final List<ComposerState> left = new ArrayList<>();
    private boolean isSent;

    EditUnderWay(ManualScheduler scheduler, Set<Boolean> outcomes) {
      super(scheduler);
      this.outcomes = outcomes;
      thread.append(MessageInput.text("one"));
      scheduler.runAll();
      edited = thread.message(0).id();
      editor = thread.beginEdit(edited);
      editor.setText("changed");
      editor.addAttachment(InMemoryFile.text("a", "x"));
      editor.send();
      thread.subscribe(event -> {
        isSent |= event instanceof ThreadEvent.ComposerSent;
        if (event instanceof ThreadEvent.EditComposerClosed closed) {
          left.add(closed.draft());
        }
      });
    }

    @Override
    public void check() {
      assertThat(editor.isEditing()).isFalse();
      boolean hasWords = left.stream()
          .anyMatch(each -> each.text().equals("changed")
              || each.unsent().stream().anyMatch(draft -> draft.text().equals("changed")));
      assertThat(hasWords || isSent).isTrue();
      outcomes.add(isSent);
    }
  }
}
