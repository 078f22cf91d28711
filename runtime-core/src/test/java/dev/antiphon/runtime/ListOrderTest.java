package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.port.ThreadRecord;
import dev.antiphon.testing.Interleavings;
import dev.antiphon.testing.ListWorld;
import dev.antiphon.thread.ListState;
import dev.antiphon.thread.ThreadListItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every order in which the storage may do its part and answer. */
class ListOrderTest {

  /** Runs a scenario in every order, and compares what was heard with what is shown in each. */
  private static void inEveryOrder(int atLeast, Consumer<Interleavings> scenario) {
    int orders = Interleavings.all(scenario);

    assertThat(orders).isGreaterThanOrEqualTo(atLeast);
  }

  private static void showsWhatIsStored(ListWorld world) {
    world.finish(world.threads.reload());
    List<String> regular = new ArrayList<>();
    List<String> archived = new ArrayList<>();
    for (ThreadRecord stored : world.storage.threads()) {
      boolean isArchived = stored.status() == ThreadRecord.Status.ARCHIVED;
      (isArchived ? archived : regular).add(stored.id());
      assertThat(world.threads.item(stored.id()).orElseThrow().title()).isEqualTo(stored.title());
    }
    assertThat(world.state().regularIds()).isEqualTo(regular);
    assertThat(world.state().archivedIds()).isEqualTo(archived);
    world.checkEvents();
  }

  private static void hasNoDoubles(ListState state) {
    List<String> all = new ArrayList<>(state.regularIds());
    all.addAll(state.archivedIds());
    Set<String> once = new HashSet<>(all);
    assertThat(all).hasSize(once.size());
  }

  @Test
  @DisplayName("LIST-8, LIST-9: two renames, an archive and a reload, in every order: the last call"
      + " shows at once and stays")
  void changesAndReload() {
    inEveryOrder(420, choices -> {
      ListWorld world = ListWorld.of("a", "b").loaded();
      world.threads.reload();
      world.threads.rename("a", "one");
      world.threads.archive("b");
      world.threads.rename("a", "two");

      world.inOrderOf(choices, () -> {
        assertThat(world.titleOf("a")).isEqualTo("two");
        assertThat(world.state().regularIds()).containsExactly("a");
        assertThat(world.state().archivedIds()).containsExactly("b");
      });

      showsWhatIsStored(world);
    });
  }

  @Test
  @DisplayName(
      "LIST-8: of two renames of which one fails the last shows until it fails, then the one"
          + " before, in every order with a reload")
  void oneRenameFails() {
    for (int failing : List.of(1, 2)) {
      inEveryOrder(15, choices -> {
        ListWorld world = ListWorld.of("a").loaded();
        world.threads.rename("a", "one");
        CompletionStage<Void> second = world.threads.rename("a", "two");
        world.threads.reload();

        world.inOrderOf(choices, () -> {
          failRename(world, failing);
          boolean isLastTakenBack = failing == 2 && second.toCompletableFuture().isDone();
          assertThat(world.titleOf("a")).isEqualTo(isLastTakenBack ? "one" : "two");
        });

        assertThat(world.titleOf("a")).isEqualTo(failing == 2 ? "one" : "two");
        world.storage.recover();
        showsWhatIsStored(world);
      });
    }
  }

  /** Has the storage fail at one of two renames. */
  private static void failRename(ListWorld world, int failing) {
    long done = world.storage.log().stream().filter("rename a"::equals).count();
    if (done == failing - 1) {
      world.storage.fail("rename a");
    } else {
      world.storage.recover();
    }
  }

  @Test
  @DisplayName(
      "LIST-8: a failing change of three is taken back alone, in every order of the answers")
  void oneOfThreeFails() {
    inEveryOrder(90, choices -> {
      ListWorld world = ListWorld.of("a", "b", "c").loaded();
      world.storage.fail("archive b");
      world.threads.archive("a");
      world.threads.archive("b");
      world.threads.delete("c");

      world.inOrderOf(choices, () -> {
        ListState state = world.state();
        boolean isBack = state.regularIds().contains("b");
        assertThat(state.archivedIds()).isEqualTo(isBack ? List.of("a") : List.of("b", "a"));
        assertThat(state.regularIds()).isEqualTo(isBack ? List.of("b") : List.of());
      });

      assertThat(world.state().regularIds()).containsExactly("b");
      showsWhatIsStored(world);
    });
  }

  @Test
  @DisplayName(
      "LIST-7, LIST-9: a delete, a page and a reload, in every order: deleted stays deleted")
  void deleteAndPages() {
    inEveryOrder(90, choices -> {
      ListWorld world = ListWorld.of(
              storage -> storage.with("a", "b", "c", "d").pagesOf(2), builder -> builder)
          .loaded();
      world.finish(world.threads.open("c").load());
      world.threads.loadMore();
      world.threads.delete("c");
      world.threads.reload();

      world.inOrderOf(choices, () -> {
        ListState state = world.state();
        hasNoDoubles(state);
        assertThat(state.regularIds()).doesNotContain("c").startsWith("a", "b");
        assertThat(world.threads.item("c")).isEmpty();
      });

      world.finish(world.threads.loadMore());
      assertThat(world.state().regularIds()).containsExactly("a", "b", "d");
    });
  }

  @Test
  @DisplayName(
      "LIST-13: a creation and two reloads, in every order: listed once, and never missing")
  void creationAndReloads() {
    inEveryOrder(90, choices -> creationAndReloads(choices, ListWorld.of("a").loaded()));
  }

  @Test
  @DisplayName("LIST-13: the same where the storage lists the thread by a name of its own")
  void creationUnderAnotherName() {
    inEveryOrder(
        90,
        choices -> creationAndReloads(
            choices,
            ListWorld.of(storage -> storage.with("a").namingByItself(), builder -> builder)
                .loaded()));
  }

  private static void creationAndReloads(Interleavings choices, ListWorld world) {
    ThreadRuntime draft = world.threads.main();
    String id = draft.key().threadId();
    world.threads.reload();
    draft.send("Hello");
    world.threads.reload();

    world.inOrderOf(choices, () -> {
      ListState state = world.state();
      hasNoDoubles(state);
      boolean isAsked = world.calls.places().stream().anyMatch(("initialize " + id)::equals)
          || world.storage.log().contains("initialize " + id);
      if (isAsked) {
        assertThat(state.regularIds()).containsOnlyOnce(id).contains("a").hasSize(2);
        assertThat(state.item(id).orElseThrow().status()).isEqualTo(ThreadListItem.Status.REGULAR);
        assertThat(state.draftId()).isNull();
      }
    });

    assertThat(world.threads.open(id)).isSameAs(draft);
    assertThat(world.state().regularIds()).containsExactlyInAnyOrder(id, "a");
    assertThat(world.state().items()).extracting(ThreadListItem::id).doesNotContain("r-" + id);
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-13: a creation that fails makes the thread the draft again, in every order")
  void creationFails() {
    inEveryOrder(6, choices -> {
      ListWorld world = ListWorld.of("a").loaded();
      ThreadRuntime draft = world.threads.main();
      String id = draft.key().threadId();
      world.storage.fail("initialize " + id);
      world.threads.reload();
      draft.send("Hello");

      world.inOrderOf(choices, () -> hasNoDoubles(world.state()));

      assertThat(world.state().draftId()).isEqualTo(id);
      assertThat(world.state().regularIds()).containsExactly("a");
      world.checkEvents();
    });
  }

  @Test
  @DisplayName("LIST-11: of three switches the last is selected at the end, and none that was"
      + " overtaken before it was there, in every order")
  void latestSwitchWins() {
    inEveryOrder(90, choices -> {
      ListWorld world = ListWorld.of(
              storage -> storage.with("a", "c!", "b").pagesOf(2), builder -> builder)
          .loaded();
      world.finish(world.threads.open("a").load());
      world.finish(world.threads.open("c").load());
      world.threads.switchTo("b");
      world.threads.switchTo("a");
      world.threads.reload();
      world.threads.switchTo("c");

      world.inOrderOf(choices, () -> assertThat(world.selected()).isIn("a", "c"));

      assertThat(world.selected()).isEqualTo("c");
      assertThat(world.state().selected().orElseThrow().status())
          .isEqualTo(ThreadListItem.Status.REGULAR);
      world.checkEvents();
    });
  }

  @Test
  @DisplayName("LIST-14: a new thread is waited for until the creation is over, unless somebody"
      + " switches later, in every order")
  void newThreadDuringCreation() {
    for (boolean isFailing : List.of(false, true)) {
      for (boolean isOvertaken : List.of(false, true)) {
        inEveryOrder(1, choices -> newThreadDuringCreation(choices, isFailing, isOvertaken));
      }
    }
  }

  private static void newThreadDuringCreation(
      Interleavings choices, boolean isFailing, boolean isOvertaken) {
    ListWorld world = ListWorld.of("a", "b!").loaded();
    ThreadRuntime first = world.threads.main();
    String id = first.key().threadId();
    first.composer().setText("kept");
    if (isFailing) {
      world.storage.fail("initialize " + id);
    }
    first.send("Hello");
    world.world.scheduler.runAll();
    world.threads.switchToNewThread();
    if (isOvertaken) {
      world.threads.switchTo("b");
    }

    world.inOrderOf(choices, () -> hasNoDoubles(world.state()));

    if (isOvertaken) {
      assertThat(world.selected()).isEqualTo("b");
    } else {
      assertThat(world.selected()).isEqualTo(world.state().draftId());
      assertThat(world.selected().equals(id)).isEqualTo(isFailing);
    }
    assertThat(first.composer().state().text()).isEqualTo("kept");
    world.checkEvents();
  }

  @Test
  @DisplayName(
      "LIST-16: a selected thread that goes is left when the switch under way has ended, in"
          + " every order")
  void leavingDuringSwitch() {
    for (boolean isThere : List.of(false, true)) {
      inEveryOrder(6, choices -> {
        ListWorld world = ListWorld.of(
                storage -> storage.with("a", isThere ? "z" : "y").pagesOf(1), builder -> builder)
            .loaded();
        world.finish(world.threads.switchTo("a"));
        world.threads.switchTo("z");
        world.threads.archive("a");

        world.inOrderOf(choices, () -> assertThat(world.state().archivedIds()).contains("a"));

        assertThat(world.selected()).isEqualTo(isThere ? "z" : world.state().draftId());
        world.checkEvents();
      });
    }
  }

  @Test
  @DisplayName(
      "LIST-17: a delete that fails brings the thread back where it was, in every order with"
          + " a rename and a reload")
  void deleteFails() {
    inEveryOrder(15, choices -> {
      ListWorld world = ListWorld.of("a", "b").loaded();
      world.storage.fail("delete a");
      world.threads.rename("a", "kept");
      world.threads.delete("a");
      world.threads.reload();

      world.inOrderOf(choices, () -> hasNoDoubles(world.state()));

      assertThat(world.state().regularIds()).containsExactly("a", "b");
      assertThat(world.titleOf("a")).isEqualTo("kept");
      showsWhatIsStored(world);
    });
  }
}
