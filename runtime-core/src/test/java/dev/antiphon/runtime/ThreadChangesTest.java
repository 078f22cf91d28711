package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageInput;
import dev.antiphon.port.StorageException;
import dev.antiphon.testing.ListWorld;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.ListEvent;
import dev.antiphon.thread.ThreadClosedException;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.thread.ThreadListItem.Status;
import dev.antiphon.thread.ThreadStatusException;
import dev.antiphon.thread.UnknownThreadException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ThreadChangesTest {

  @Test
  @DisplayName(
      "LIST-8, OPT-8: a change is shown when the call returns, and asked of the storage then")
  void seenAtOnce() {
    ListWorld world = ListWorld.of("a", "b").loaded();

    CompletionStage<Void> renamed = world.threads.rename("a", "Keys");
    CompletionStage<Void> custom = world.threads.updateCustom("a", Map.of("pinned", true));
    CompletionStage<Void> archived = world.threads.archive("b");
    ThreadListItem shown = world.threads.item("a").orElseThrow();
    List<String> archivedIds = world.state().archivedIds();
    boolean isDone = renamed.toCompletableFuture().isDone();
    world.finish(archived);
    ListWorld.ended(renamed);
    ListWorld.ended(custom);

    assertThat(shown.title()).isEqualTo("Keys");
    assertThat(shown.custom()).isEqualTo(Map.of("pinned", true));
    assertThat(archivedIds).containsExactly("b");
    assertThat(isDone).isFalse();
    assertThat(world.storage.threads().get(0).title()).isEqualTo("Keys");
    world.checkEvents();
  }

  @Test
  @DisplayName(
      "LIST-8: changes of one thread reach the storage one at a time, in order; other threads"
          + " do not wait")
  void oneAtATime() {
    ListWorld world = ListWorld.of("a", "b").loaded();

    world.threads.rename("a", "one");
    world.threads.rename("a", "two");
    world.threads.rename("b", "other");
    world.world.scheduler.runAll();
    List<String> held = world.calls.places();
    world.calls.letAllGo();

    assertThat(held).containsExactly("rename a", "rename b");
    assertThat(world.storage.threads().get(0).title()).isEqualTo("two");
  }

  @Test
  @DisplayName("LIST-8: who called for a change that failed gets what the storage threw")
  void failedChange() {
    ListWorld world = ListWorld.of("a").loaded();
    world.storage.fail("rename a");

    Throwable failure = world.failure(world.threads.rename("a", "Keys"));

    assertThat(failure).isInstanceOf(StorageException.class);
    assertThat(world.titleOf("a")).isEqualTo("null");
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-15: what a thread's status does not allow is refused, naming id and status")
  void refused() {
    ListWorld world = ListWorld.of("r", "a!").loaded();
    String draft = world.selected();
    ThreadListRuntime list = world.threads;
    Map<String, Function<String, CompletionStage<Void>>> operations = new LinkedHashMap<>();
    operations.put("rename", id -> list.rename(id, "x"));
    operations.put("updateCustom", id -> list.updateCustom(id, Map.of()));
    operations.put("archive", list::archive);
    operations.put("unarchive", list::unarchive);
    operations.put("delete", list::delete);
    operations.put("detach", list::detach);
    operations.put("generateTitle", list::generateTitle);
    Map<String, List<String>> refused = Map.of(
        draft,
        List.copyOf(operations.keySet()),
        "r",
        List.of("unarchive"),
        "a",
        List.of("archive"));

    refused.forEach((id, names) -> names.forEach(name -> {
      String status = id.equals(draft) ? "new" : id.equals("r") ? "regular" : "archived";
      assertThatThrownBy(() -> requireNonNull(operations.get(name)).apply(id))
          .as(name)
          .isInstanceOf(ThreadStatusException.class)
          .hasMessageContaining(id)
          .hasMessageContaining(status)
          .hasMessageContaining(name);
    }));
    world.calls.letAllGo();
    assertThat(world.storage.log()).containsExactly("list");
  }

  @Test
  @DisplayName("LIST-15: archived threads can be renamed, detached and deleted")
  void allowedOnArchived() {
    ListWorld world = ListWorld.of("a!", "b!").loaded();

    world.finish(world.threads.rename("a", "Keys"));
    world.finish(world.threads.detach("a"));
    world.finish(world.threads.delete("b"));

    assertThat(world.titleOf("a")).isEqualTo("Keys");
    assertThat(world.state().archivedIds()).containsExactly("a");
  }

  @Test
  @DisplayName("LIST-15: updateCustom needs a storage that keeps it")
  void updateCustomUnavailable() {
    ListWorld world = ListWorld.of(storage -> storage.with("a").withoutCustom(), builder -> builder)
        .loaded();

    assertThatThrownBy(() -> world.threads.updateCustom("a", Map.of()))
        .isInstanceOf(FeatureUnavailableException.class);
    assertThat(world.threads.item("a").orElseThrow().custom()).isNull();
  }

  @Test
  @DisplayName("LIST-16: archived and unarchived threads go to the front of their order")
  void toTheFront() {
    ListWorld world = ListWorld.of("a", "b", "c!", "d!").loaded();

    world.finish(world.threads.archive("b"));
    world.finish(world.threads.unarchive("d"));

    assertThat(world.state().regularIds()).containsExactly("d", "a");
    assertThat(world.state().archivedIds()).containsExactly("b", "c");
  }

  @Test
  @DisplayName("LIST-16: archive, delete and detach of the selected thread leave it for the draft")
  void leaveForTheDraft() {
    List<Function<ThreadListRuntime, CompletionStage<Void>>> operations =
        List.of(list -> list.archive("a"), list -> list.delete("a"), list -> list.detach("a"));

    for (Function<ThreadListRuntime, CompletionStage<Void>> operation : operations) {
      ListWorld world = ListWorld.of("a").loaded();
      world.finish(world.threads.switchTo("a"));

      assertThat(operation.apply(world.threads)).isNotNull();
      String atOnce = world.selected();
      world.calls.letAllGo();

      assertThat(atOnce).isEqualTo(world.state().draftId());
      assertThat(world.selected()).isEqualTo(atOnce);
      world.checkEvents();
    }
  }

  @Test
  @DisplayName("LIST-16: if unarchiving the selected thread fails, the selection moves away")
  void unarchivingSelectedFails() {
    ListWorld world = ListWorld.of("a!").loaded();
    world.finish(world.threads.switchTo("a", false));
    world.storage.fail("unarchive a");

    world.failure(world.threads.unarchive("a"));

    assertThat(world.selected()).isEqualTo(world.state().draftId());
    assertThat(world.state().archivedIds()).containsExactly("a");
  }

  @Test
  @DisplayName("LIST-17: delete cancels the run first, and then asks the storage")
  void deleteCancels() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime thread = world.threads.open("a");
    world.world.model.then((request, reply) -> {
      reply.text("Once");
      world.threads.delete("a");
      assertThat(thread.state().isRunning()).isFalse();
      assertThat(world.storage.log()).doesNotContain("delete a");
    });

    Run run = thread.send("Tell me a story");
    world.calls.letAllGo();

    assertThat(ListWorld.ended(run.completion()).outcome().name()).isEqualTo("CANCELLED");
    assertThat(world.storage.threads()).isEmpty();
  }

  @Test
  @DisplayName("LIST-17: what the thread still writes is stored before the storage is asked")
  void deleteAfterWrites() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime thread = world.threads.open("a");
    world.finish(thread.load());
    thread.append(MessageInput.text("one"));
    world.threads.delete("a");
    boolean isAsked = world.calls.places().contains("delete a");

    world.calls.letAllGo();

    assertThat(isAsked).isFalse();
    assertThat(world.world.history.batches()).hasSize(1);
    assertThat(world.storage.log()).last().isEqualTo("delete a");
  }

  @Test
  @DisplayName(
      "LIST-17: a thread that could not be deleted is back with its live runtime, draft and"
          + " queue")
  void deleteFails() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime thread = world.threads.open("a");
    thread.composer().setText("draft");
    world.world.model.then((request, reply) -> {
      reply.text("Once");
      thread.send("queued");
      world.threads.delete("a");
    });
    world.storage.fail("delete a");

    thread.send("Tell me a story");
    world.calls.letAllGo();

    assertThat(thread.item().status()).isEqualTo(Status.REGULAR);
    assertThat(world.threads.open("a")).isSameAs(thread);
    assertThat(thread.composer().state().text()).isEqualTo("draft");
    assertThat(thread.state().queue()).hasSize(1);
    assertThat(thread.state().messages()).hasSize(2);
    world.world.model.says("Yes");
    thread.resumeQueue();
    world.calls.letAllGo();
    assertThat(thread.state().messages()).hasSize(4);
  }

  @Test
  @DisplayName("LIST-18: after delete, commands on a held thread are refused, and it reads deleted")
  void heldAfterDelete() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime thread = world.threads.open("a");

    CompletionStage<Void> deleted = world.threads.delete("a");
    Status meanwhile = thread.item().status();
    world.finish(deleted);

    assertThat(meanwhile).isEqualTo(Status.DELETED);
    assertThat(thread.item().status()).isEqualTo(Status.DELETED);
    assertThatThrownBy(() -> thread.send("Hello")).isInstanceOf(ThreadClosedException.class);
    assertThatThrownBy(thread::load).isInstanceOf(ThreadClosedException.class);
    assertThat(world.threads.item("a")).isEmpty();
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-18: the same holds for a thread whose live runtime had been given up")
  void heldAndIdleAfterDelete() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime thread = world.threads.open("a");
    thread.live().closeIfIdle();

    world.finish(world.threads.delete("a"));

    assertThat(thread.item().status()).isEqualTo(Status.DELETED);
    assertThatThrownBy(() -> thread.send("Hello")).isInstanceOf(ThreadClosedException.class);
  }

  @Test
  @DisplayName("LIST-18: a thread of the id of a deleted one is another thread")
  void anotherOfThatId() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime old = world.threads.open("a");
    world.finish(world.threads.delete("a"));

    ThreadRuntime another = world.threads.open("a");
    world.world.model.says("Hi");
    world.send(another, "Hello");

    assertThat(another).isNotSameAs(old);
    assertThat(another.item().status()).isEqualTo(Status.REGULAR);
    assertThat(old.item().status()).isEqualTo(Status.DELETED);
    assertThat(world.state().regularIds()).containsExactly("a");
  }

  @Test
  @DisplayName("LIST-18: a second delete is refused while the first is under way")
  void deletedTwice() {
    ListWorld world = ListWorld.of("a").loaded();
    CompletionStage<Void> first = world.threads.delete("a");

    assertThatThrownBy(() -> world.threads.delete("a"))
        .isInstanceOf(ThreadStatusException.class)
        .hasMessageContaining("deleted");
    world.finish(first);
  }

  @Test
  @DisplayName("LIST-18: each change waits for the creation of its thread")
  void waitsForCreation() {
    ListWorld world = ListWorld.of().loaded();
    ThreadRuntime draft = world.threads.main();
    String id = draft.key().threadId();
    draft.send("Hello");
    world.world.scheduler.runAll();

    CompletionStage<Void> renamed = world.threads.rename(id, "Keys");
    world.world.scheduler.runAll();
    List<String> held = world.calls.places();
    world.finish(renamed);

    assertThat(held).containsExactly("initialize " + id);
    assertThat(world.storage.threads().get(0).title()).isEqualTo("Keys");
  }

  @Test
  @DisplayName("LIST-18: if the creation fails, what waited for it is refused: the thread is new")
  void creationFails() {
    ListWorld world = ListWorld.of().loaded();
    ThreadRuntime draft = world.threads.main();
    String id = draft.key().threadId();
    world.storage.fail("initialize " + id);
    draft.send("Hello");
    world.world.scheduler.runAll();

    Throwable failure = world.failure(world.threads.rename(id, "Keys"));

    assertThat(failure).isInstanceOf(ThreadStatusException.class).hasMessageContaining("new");
    assertThat(draft.item().title()).isNull();
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-18: a thread that is not known is asked for; if there is none, that is said")
  void unknownThread() {
    ListWorld world = ListWorld.of(
            storage -> storage.with("a", "b", "c").pagesOf(1), builder -> builder)
        .loaded();

    world.finish(world.threads.rename("b", "Keys"));
    Throwable unknown = world.failure(world.threads.rename("z", "Keys"));
    Throwable refused = world.failure(world.threads.unarchive("c"));

    assertThat(world.titleOf("b")).isEqualTo("Keys");
    assertThat(unknown).isInstanceOf(UnknownThreadException.class).hasMessageContaining("z");
    assertThat(refused).isInstanceOf(ThreadStatusException.class);
  }

  @Test
  @DisplayName("EVT-10: a change that changes nothing emits nothing")
  void nothingToTell() {
    ListWorld world = ListWorld.of("a").loaded();
    world.finish(world.threads.rename("a", "Keys"));
    int before = world.events().size();

    world.finish(world.threads.rename("a", "Keys"));

    assertThat(world.events()).hasSize(before);
  }

  @Test
  @DisplayName("EVT-9: an event about one of many threads names that one only")
  void sizeOfAnEvent() {
    String[] ids = new String[1000];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = "t" + i;
    }
    ListWorld world = ListWorld.of(ids).loaded();
    int before = world.events().size();

    world.finish(world.threads.archive("t500"));

    List<ListEvent> events = world.events().subList(before, world.events().size());
    assertThat(events).hasSize(1);
    ListEvent.ListChanged changed = (ListEvent.ListChanged) events.get(0);
    assertThat(changed.delta().changed()).hasSize(1);
    assertThat(changed.delta().regular().inserted()).isEmpty();
    assertThat(changed.delta().regular().removed()).isEqualTo(1);
    assertThat(changed.delta().archived().inserted()).containsExactly("t500");
  }
}
