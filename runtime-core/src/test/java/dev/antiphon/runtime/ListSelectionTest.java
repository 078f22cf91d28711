package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.StorageException;
import dev.antiphon.testing.ListWorld;
import dev.antiphon.testing.QuietLog;
import dev.antiphon.thread.ListEvent;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.thread.ThreadBusyException;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.thread.UnknownThreadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ListSelectionTest {

  @Test
  @DisplayName("LIST-10: a known thread is selected when the call returns, and is loaded")
  void knownThread() {
    ListWorld world = ListWorld.of("a", "b").loaded();

    CompletionStage<ThreadRuntime> switched = world.threads.switchTo("a");
    String atOnce = world.selected();
    ThreadRuntime thread = world.finish(switched);

    assertThat(atOnce).isEqualTo("a");
    assertThat(thread).isSameAs(world.threads.main()).isSameAs(world.threads.open("a"));
    assertThat(thread.state().loadState()).isEqualTo(LoadState.LOADED);
    assertThat(thread.item().isMain()).isTrue();
  }

  @Test
  @DisplayName(
      "LIST-10: a thread that is not known is asked for; the old one stays selected meanwhile")
  void fetchedThread() {
    ListWorld world = ListWorld.of(
            storage -> storage.with("a", "b", "c!").pagesOf(1), builder -> builder)
        .loaded();
    String before = world.selected();

    CompletionStage<ThreadRuntime> switched = world.threads.switchTo("b");
    String meanwhile = world.selected();
    world.finish(switched);
    world.finish(world.threads.switchTo("c", false));

    assertThat(meanwhile).isEqualTo(before);
    assertThat(world.selected()).isEqualTo("c");
    assertThat(world.state().regularIds()).containsExactly("a", "b");
    assertThat(world.state().archivedIds()).containsExactly("c");
  }

  @Test
  @DisplayName("LIST-10: a thread that there is not is refused, and the old one stays selected")
  void unknownThread() {
    ListWorld world = ListWorld.of("a").loaded();
    world.finish(world.threads.switchTo("a"));

    Throwable failure = world.failure(world.threads.switchTo("z"));

    assertThat(failure).isInstanceOf(UnknownThreadException.class).hasMessageContaining("z");
    assertThat(world.selected()).isEqualTo("a");
  }

  @Test
  @DisplayName("LIST-10: switching to the selected thread does nothing")
  void sameThread() {
    ListWorld world = ListWorld.of("a").loaded();
    world.finish(world.threads.switchTo("a"));
    int before = world.events().size();

    world.finish(world.threads.switchTo("a"));

    assertThat(world.events()).hasSize(before);
  }

  @Test
  @DisplayName(
      "LIST-11: a switch that is overtaken ends without effect, with what is selected then")
  void overtaken() {
    ListWorld world = ListWorld.of(storage -> storage.with("a", "b").pagesOf(1), builder -> builder)
        .loaded();

    CompletionStage<ThreadRuntime> first = world.threads.switchTo("b");
    CompletionStage<ThreadRuntime> second = world.threads.switchTo("a");
    world.calls.letAllGo();

    assertThat(ListWorld.ended(second).key().threadId()).isEqualTo("a");
    assertThat(ListWorld.ended(first)).isNotNull();
    assertThat(world.selected()).isEqualTo("a");
  }

  @Test
  @DisplayName("LIST-11: the failure of a switch that is overtaken is nobody's business")
  void overtakenFailure() {
    ListWorld world = ListWorld.of("a").loaded();

    CompletionStage<ThreadRuntime> first = world.threads.switchTo("z");
    world.finish(world.threads.switchTo("a"));

    assertThat(ListWorld.ended(first)).isNotNull();
  }

  @Test
  @DisplayName("LIST-11: an archived thread is taken out of the archive first, unless told not to")
  void unarchives() {
    ListWorld world = ListWorld.of("a!", "b!").loaded();
    String draft = world.selected();

    CompletionStage<ThreadRuntime> switched = world.threads.switchTo("a");
    String meanwhile = world.selected();
    world.finish(switched);
    world.finish(world.threads.switchTo("b", false));

    assertThat(meanwhile).isEqualTo(draft);
    assertThat(world.selected()).isEqualTo("b");
    assertThat(world.state().regularIds()).containsExactly("a");
    assertThat(world.state().archivedIds()).containsExactly("b");
    assertThat(world.storage.log()).contains("unarchive a").doesNotContain("unarchive b");
  }

  @Test
  @DisplayName("LIST-11: if that fails the switch fails, and nothing is selected")
  void unarchiveFails() {
    ListWorld world = ListWorld.of("a!").loaded();
    String draft = world.selected();
    world.storage.fail("unarchive a");

    Throwable failure = world.failure(world.threads.switchTo("a"));

    assertThat(failure).isInstanceOf(StorageException.class);
    assertThat(world.selected()).isEqualTo(draft);
    assertThat(world.state().archivedIds()).containsExactly("a");
  }

  @Test
  @DisplayName("LIST-11, LIST-18: a thread that is deleted while it is unarchived is not selected")
  void deletedMeanwhile() {
    ListWorld world = ListWorld.of("a!").loaded();
    String draft = world.selected();

    CompletionStage<ThreadRuntime> switched = world.threads.switchTo("a");
    world.threads.delete("a");
    Throwable failure = world.failure(switched);

    assertThat(failure).isInstanceOf(UnknownThreadException.class);
    assertThat(world.selected()).isEqualTo(draft);
  }

  @Test
  @DisplayName("LIST-14: the draft is selected again as long as it is one")
  void sameDraft() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime draft = world.threads.main();
    world.finish(world.threads.switchTo("a"));

    assertThat(world.finish(world.threads.switchToNewThread())).isSameAs(draft);
    assertThat(world.finish(world.threads.switchToNewThread())).isSameAs(draft);
  }

  @Test
  @DisplayName("LIST-14: after a creation there is a new draft")
  void newDraft() {
    ListWorld world = ListWorld.of().loaded();
    ThreadRuntime first = world.threads.main();
    world.send(first, "Hello");
    boolean hasDraft = world.state().draftId() != null;

    ThreadRuntime second = world.finish(world.threads.switchToNewThread());

    assertThat(hasDraft).isFalse();
    assertThat(second).isNotSameAs(first);
    assertThat(second.item().status()).isEqualTo(ThreadListItem.Status.NEW);
    assertThat(world.state().draftId()).isEqualTo(second.key().threadId());
    world.checkEvents();
  }

  @Test
  @DisplayName(
      "LIST-22: SelectionChanged names new and previous thread, once per change, not at the"
          + " start")
  void selectionChanged() {
    ListWorld world = ListWorld.of("a", "b").loaded();
    String draft = world.selected();

    world.finish(world.threads.switchTo("a"));
    world.finish(world.threads.switchTo("a"));
    world.finish(world.threads.switchTo("b"));
    world.finish(world.threads.switchToNewThread());

    assertThat(world.events(ListEvent.SelectionChanged.class))
        .extracting(event -> event.previousId() + " > " + event.threadId())
        .containsExactly(draft + " > a", "a > b", "b > " + draft);
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-22: a controlled selection is told of other switches, and not of its own")
  void controlled() {
    ListWorld world = ListWorld.of("a", "b").loaded();
    List<String> told = new ArrayList<>();
    SelectionControl control = world.threads.controlSelection(null, told::add);

    world.finish(control.set("a"));
    String afterSet = world.selected();
    world.finish(world.threads.switchTo("b"));
    world.finish(control.set("b"));
    world.finish(world.threads.switchToNewThread());
    world.finish(control.set(null));

    assertThat(afterSet).isEqualTo("a");
    assertThat(told).containsExactly("b", null);
  }

  @Test
  @DisplayName("LIST-22: it selects what it starts with")
  void controlledFromTheStart() {
    ListWorld world = ListWorld.of("a").loaded();
    List<String> told = new ArrayList<>();

    world.threads.controlSelection("a", told::add);
    world.calls.letAllGo();

    assertThat(world.selected()).isEqualTo("a");
    assertThat(told).isEmpty();
  }

  @Test
  @DisplayName("LIST-22: none means a new thread, and an empty string is an id like any other")
  void noneAndEmpty() {
    ListWorld world = ListWorld.of("a").loaded();
    SelectionControl control = world.threads.controlSelection("a", id -> {});
    world.calls.letAllGo();

    assertThatThrownBy(() -> control.set("")).isInstanceOf(UnknownThreadException.class);
    String afterEmpty = world.selected();
    world.finish(control.set(null));

    assertThat(afterEmpty).isEqualTo("a");
    assertThat(world.selected()).isEqualTo(world.state().draftId());
  }

  @Test
  @DisplayName("LIST-22: a new thread is told when it is stored")
  void toldWhenStored() {
    ListWorld world = ListWorld.of().loaded();
    List<String> told = new ArrayList<>();
    world.threads.controlSelection(null, told::add);
    ThreadRuntime draft = world.threads.main();
    String id = draft.key().threadId();

    draft.send("Hello");
    world.world.scheduler.runAll();
    List<String> whileCreated = List.copyOf(told);
    world.calls.letAllGo();

    assertThat(whileCreated).isEmpty();
    assertThat(told).containsExactly(id);
  }

  @Test
  @DisplayName("LIST-22: a set that is overtaken is corrected; after close nothing is told")
  void overtakenSet() {
    ListWorld world = ListWorld.of(storage -> storage.with("a", "b").pagesOf(1), builder -> builder)
        .loaded();
    List<String> told = new ArrayList<>();
    SelectionControl control = world.threads.controlSelection("a", told::add);
    world.calls.letAllGo();

    control.set("b");
    world.finish(world.threads.switchTo("a"));
    List<String> corrected = List.copyOf(told);
    control.close();
    world.finish(world.threads.switchToNewThread());

    assertThat(corrected).containsExactly("a");
    assertThat(told).isEqualTo(corrected);
  }

  @Test
  @DisplayName("LIST-22: a callback that throws is told of the next change all the same")
  void throwingCallback() {
    ListWorld world = ListWorld.of("a", "b").loaded();
    List<String> told = new ArrayList<>();
    world.threads.controlSelection(null, id -> {
      told.add(id);
      throw new IllegalStateException("no");
    });

    QuietLog.during(() -> {
      world.finish(world.threads.switchTo("a"));
      world.finish(world.threads.switchTo("b"));
    });

    assertThat(told).containsExactly("a", "b");
  }

  @Test
  @DisplayName(
      "LIST-25: reloadMainThread loads the selected thread again, and does nothing on a draft")
  void reloadMain() {
    ListWorld world = ListWorld.of("a").loaded();
    world.finish(world.threads.reloadMainThread());
    int loadsOnDraft = world.world.history.loads();
    ThreadRuntime thread = world.finish(world.threads.switchTo("a"));
    int loads = world.world.history.loads();

    world.finish(world.threads.reloadMainThread());

    assertThat(loadsOnDraft).isZero();
    assertThat(world.world.history.loads()).isEqualTo(loads + 1);
    assertThat(thread.state().loadState()).isEqualTo(LoadState.LOADED);
  }

  @Test
  @DisplayName("LIST-25: it is refused as a refetch is, and its error is that of the load")
  void reloadMainFails() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime thread = world.finish(world.threads.switchTo("a"));
    world.world.model.then((request, reply) -> {
      assertThatThrownBy(world.threads::reloadMainThread).isInstanceOf(ThreadBusyException.class);
      reply.text("ok");
    });
    world.send(thread, "Hello");
    world.world.history.failLoad(new StorageException("unavailable", "down", true, null));

    Throwable failure = world.failure(world.threads.reloadMainThread());

    assertThat(failure).hasMessageContaining("down");
  }

  @Test
  @DisplayName("LIST-25: a switch meanwhile wins, and hides the error")
  void reloadMainOvertaken() {
    ListWorld world = ListWorld.of("a", "b").loaded();
    world.finish(world.threads.switchTo("a"));
    world.world.history.failLoad(new StorageException("unavailable", "down", true, null));

    CompletionStage<Void> reloaded = world.threads.reloadMainThread();
    world.threads.switchTo("b");
    world.finish(reloaded);

    assertThat(world.selected()).isEqualTo("b");
  }

  @Test
  @DisplayName("CLOSE-1: after close, commands of the list are refused")
  void afterClose() {
    ListWorld world = ListWorld.of(
            storage -> storage.with("a"),
            builder -> builder.options(
                RuntimeOptions.builder().closeDeadline(Duration.ofMillis(1)).build()))
        .loaded();
    world.runtime.close();

    List<Runnable> commands = List.of(
        () -> world.threads.main(),
        () -> world.threads.open("a"),
        () -> world.threads.switchTo("a"),
        () -> world.threads.switchToNewThread(),
        () -> world.threads.rename("a", "x"),
        () -> world.threads.delete("a"),
        () -> world.threads.load(),
        () -> world.threads.reload(),
        () -> world.threads.loadMore(),
        () -> world.runtime.threads("ada"));

    for (Runnable command : commands) {
      assertThatThrownBy(command::run).isInstanceOf(RuntimeClosedException.class);
    }
    assertThat(world.state().regularIds()).containsExactly("a");
  }
}
