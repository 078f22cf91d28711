package dev.antiphon.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.ThreadListRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.thread.ListEvent;
import dev.antiphon.thread.ListState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A thread list in a world that a test controls: every call of its storage is held until the test
 * lets it go on, and what listeners hear is compared with what the list shows.
 */
public final class ListWorld {

  /** The rest of the world. */
  public final World world;

  /** Holds the calls of the storage. */
  public final HeldCalls calls;

  /** The storage of the list. */
  public final HeldThreadList storage;

  /** The runtime. */
  public final LocalRuntime runtime;

  /** The list. */
  public final ThreadListRuntime threads;

  private final List<ListEvent> events = new ArrayList<>();

  private ListWorld(World world, HeldCalls calls, HeldThreadList storage) {
    this.world = world;
    this.calls = calls;
    this.storage = storage;
    this.runtime = world.start();
    this.threads = runtime.threads("ada");
  }

  /**
   * Makes a world.
   *
   * @param threads the ids of the stored threads, in order; one that ends in {@code !} is archived
   */
  public static ListWorld of(String... threads) {
    return of(storage -> storage.with(threads), builder -> builder);
  }

  /**
   * Makes a world.
   *
   * @param fill fills the storage
   * @param setUp what else is set
   */
  public static ListWorld of(
      UnaryOperator<HeldThreadList> fill, UnaryOperator<LocalRuntime.Builder> setUp) {
    World world = new World();
    HeldCalls calls =
        new HeldCalls(world.scheduler, HeldCalls.from("ListPort", "StoreQueue", "ThreadLoader"));
    HeldThreadList storage = fill.apply(new HeldThreadList(calls));
    world.with(builder -> setUp.apply(builder.executor(calls).threadList(storage)));
    return new ListWorld(world, calls, storage);
  }

  /** Has the list loaded, and listens to it from then on. */
  public ListWorld loaded() {
    threads.subscribe(events::add);
    calls.letAllGo();
    return this;
  }

  /** Returns the list as it is now. */
  public ListState state() {
    return threads.state();
  }

  /** Returns the selected thread. */
  public String selected() {
    return state().selectedId();
  }

  /**
   * Returns the title of a thread as it is shown now.
   *
   * @param id the thread
   */
  public String titleOf(String id) {
    return String.valueOf(threads.item(id).orElseThrow().title());
  }

  /** Returns what was heard. */
  public List<ListEvent> events() {
    return List.copyOf(events);
  }

  /**
   * Returns what was heard of a kind.
   *
   * @param kind the kind
   * @param <E> the kind
   */
  public <E extends ListEvent> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * Runs everything and returns how a stage ended.
   *
   * @param stage the stage
   * @param <T> what it gives
   */
  public <T> T finish(CompletionStage<T> stage) {
    calls.letAllGo();
    return ended(stage);
  }

  /**
   * Returns how a stage ended that has ended.
   *
   * @param stage the stage
   * @param <T> what it gives
   */
  public static <T> T ended(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    assertThat(future).as("the stage").isDone();
    try {
      return future.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  /**
   * Runs everything and returns what a stage failed with.
   *
   * @param stage the stage
   */
  public Throwable failure(CompletionStage<?> stage) {
    calls.letAllGo();
    CompletableFuture<?> future = stage.toCompletableFuture();
    assertThat(future).as("the stage").isCompletedExceptionally();
    Throwable failure = future.handle((value, thrown) -> thrown).join();
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return requireNonNull(cause, "cause");
  }

  /**
   * Sends a text in a thread and lets everything go on.
   *
   * @param thread the thread
   * @param text the text
   */
  public void send(ThreadRuntime thread, String text) {
    finish(thread.send(text).completion());
  }

  /** Compares what was heard, folded, with what is shown (rule EVT-7). */
  public void checkEvents() {
    calls.letAllGo();
    ListState folded = ((ListEvent.Snapshot) events.get(0)).state();
    for (ListEvent event : events.subList(1, events.size())) {
      folded = folded.after(event);
    }
    ListState shown = state();
    assertThat(folded.sequence()).isEqualTo(shown.sequence());
    assertThat(folded.regularIds()).isEqualTo(shown.regularIds());
    assertThat(folded.archivedIds()).isEqualTo(shown.archivedIds());
    assertThat(folded.items()).containsExactlyInAnyOrderElementsOf(shown.items());
    assertThat(folded.selectedId()).isEqualTo(shown.selectedId());
    assertThat(folded.draftId()).isEqualTo(shown.draftId());
    assertThat(folded.isLoading()).isEqualTo(shown.isLoading());
    assertThat(folded.isLoadingMore()).isEqualTo(shown.isLoadingMore());
    assertThat(folded.hasMore()).isEqualTo(shown.hasMore());
    assertThat(folded.error()).isEqualTo(shown.error());
  }

  /**
   * Lets held calls go on in the order that somebody chooses, until none is held.
   *
   * @param choices chooses
   * @param check what holds after each
   */
  public void inOrderOf(Interleavings choices, Runnable check) {
    world.scheduler.runAll();
    check.run();
    while (calls.isAnyHeld()) {
      calls.letGo(choices.choose(calls.places().size()));
      check.run();
    }
  }
}
