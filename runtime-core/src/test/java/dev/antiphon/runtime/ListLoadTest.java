package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadPage;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.testing.ListWorld;
import dev.antiphon.thread.ListEvent;
import dev.antiphon.thread.ListState;
import dev.antiphon.thread.ThreadListItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ListLoadTest {

  @Test
  @DisplayName("LIST-2: the list is loading from the start until the first list ended, also badly")
  void isLoadingFromTheStart() {
    ListWorld good = ListWorld.of("a");
    ListWorld bad = ListWorld.of("a");
    bad.storage.fail("list");

    boolean goodAtStart = good.state().isLoading();
    boolean badAtStart = bad.state().isLoading();
    good.calls.letAllGo();
    bad.calls.letAllGo();

    assertThat(goodAtStart).isTrue();
    assertThat(badAtStart).isTrue();
    assertThat(good.state().isLoading()).isFalse();
    assertThat(bad.state().isLoading()).isFalse();
  }

  @Test
  @DisplayName("LIST-2: who only opens threads asks for no list")
  void openingAsksForNoList() {
    ListWorld world = ListWorld.of("a");

    world.finish(world.threads.open("a").load());

    assertThat(world.storage.log()).containsExactly("fetch a");
  }

  @Test
  @DisplayName("LIST-2: the state names draft, orders, items, selection, and whether there is more")
  void state() {
    ListWorld world =
        ListWorld.of(storage -> storage.with("a", "b!", "c").pagesOf(2), builder -> builder);

    ListState state = world.loaded().state();

    assertThat(state.owner()).isEqualTo("ada");
    assertThat(state.regularIds()).containsExactly("a");
    assertThat(state.archivedIds()).containsExactly("b");
    assertThat(state.hasMore()).isTrue();
    assertThat(state.isLoadingMore()).isFalse();
    assertThat(state.error()).isNull();
    assertThat(state.items())
        .extracting(ThreadListItem::id)
        .containsExactlyInAnyOrder("a", "b", state.draftId());
    assertThat(state.archived().get(0).status()).isEqualTo(ThreadListItem.Status.ARCHIVED);
  }

  @Test
  @DisplayName("LIST-3: at the start a draft is selected, which is new and not listed")
  void draft() {
    ListState state = ListWorld.of().loaded().state();

    assertThat(state.selectedId()).isEqualTo(state.draftId());
    assertThat(state.selected().orElseThrow().status()).isEqualTo(ThreadListItem.Status.NEW);
    assertThat(state.selected().orElseThrow().isMain()).isTrue();
    assertThat(state.regularIds()).isEmpty();
    assertThat(state.archivedIds()).isEmpty();
  }

  @Test
  @DisplayName("LIST-3: the one draft keeps its text while another thread is selected")
  void draftKeepsItsText() {
    ListWorld world = ListWorld.of("a").loaded();
    ThreadRuntime draft = world.threads.main();
    draft.composer().setText("half a");

    world.finish(world.threads.switchTo("a"));
    ThreadRuntime back = world.finish(world.threads.switchToNewThread());

    assertThat(back).isSameAs(draft);
    assertThat(back.composer().state().text()).isEqualTo("half a");
  }

  @Test
  @DisplayName("LIST-4: a reload replaces both orders; threads that it does not name stay known")
  void reload() {
    ListWorld world = ListWorld.of("a", "b", "c!").loaded();
    world.storage.delete(world.threads.open("a").key());
    world.storage.archive(world.threads.open("b").key());

    world.finish(world.threads.reload());

    assertThat(world.state().regularIds()).isEmpty();
    assertThat(world.state().archivedIds()).containsExactly("b", "c");
    assertThat(world.threads.item("a")).isPresent();
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-4: load asks once, however many call it")
  void loadOnce() {
    ListWorld world = ListWorld.of("a");

    CompletionStage<Void> first = world.threads.load();
    CompletionStage<Void> second = world.threads.load();
    world.finish(first);
    ListWorld.ended(second);
    ListWorld.ended(world.threads.load());

    assertThat(world.storage.log()).containsExactly("list");
  }

  @Test
  @DisplayName(
      "LIST-5: a failed list keeps list and cursor, is in the state and an event, and can be"
          + " repeated")
  void failedList() {
    ListWorld world = ListWorld.of(
            storage -> storage.with("a", "b", "c").pagesOf(2), builder -> builder)
        .loaded();
    world.storage.fail("list");

    Throwable failure = world.failure(world.threads.reload());
    ListState failed = world.state();
    world.storage.recover();
    world.finish(world.threads.reload());

    assertThat(failure).isInstanceOf(StorageException.class);
    assertThat(failed.regularIds()).containsExactly("a", "b");
    assertThat(failed.hasMore()).isTrue();
    assertThat(failed.error()).extracting(ErrorInfo::code).isEqualTo("unavailable");
    assertThat(world.events(ListEvent.ListFailed.class))
        .extracting(ListEvent.ListFailed::error)
        .containsExactly(failed.error());
    assertThat(world.state().error()).isNull();
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-5: the first list that failed is asked for again by load")
  void failedFirstList() {
    ListWorld world = ListWorld.of("a");
    world.storage.fail("list");
    world.failure(world.threads.load());
    world.storage.recover();

    world.finish(world.threads.load());

    assertThat(world.state().regularIds()).containsExactly("a");
  }

  @Test
  @DisplayName("LIST-5: a failed page keeps what is listed and its cursor")
  void failedPage() {
    ListWorld world = ListWorld.of(storage -> storage.with("a", "b").pagesOf(1), builder -> builder)
        .loaded();
    world.storage.fail("list 1");

    Throwable failure = world.failure(world.threads.loadMore());
    boolean hadError = world.state().error() != null;
    world.storage.recover();
    world.finish(world.threads.loadMore());

    assertThat(failure).isInstanceOf(StorageException.class);
    assertThat(hadError).isTrue();
    assertThat(world.state().error()).isNull();
    assertThat(world.state().regularIds()).containsExactly("a", "b");
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-6: of two threads of one id the first counts, on a page and over pages")
  void duplicates() {
    ListWorld world = ListWorld.of(
            storage -> storage.with("a", "a!", "b", "c", "b").pagesOf(3), builder -> builder)
        .loaded();

    world.finish(world.threads.loadMore());

    assertThat(world.state().regularIds()).containsExactly("a", "b", "c");
    assertThat(world.state().archivedIds()).isEmpty();
  }

  @Test
  @DisplayName("LIST-6: an unknown status fails the page, and nothing of it is listed")
  void unknownStatus() {
    ListWorld world = ListWorld.of(
        storage -> storage,
        builder -> builder.threadList(new ListOnly(() -> new ThreadPage(
            List.of(
                ThreadRecord.builder("a").build(),
                ThreadRecord.builder("b")
                    .status(ThreadRecord.Status.named("asleep"))
                    .build()),
            null))));

    Throwable failure = world.failure(world.threads.load());

    assertThat(failure).isInstanceOf(StorageException.class).hasMessageContaining("'asleep'");
    assertThat(world.state().regularIds()).isEmpty();
    assertThat(world.state().error()).isNotNull();
  }

  @Test
  @DisplayName("LIST-6: the names of the statuses are regular and archived")
  void statusNames() {
    assertThat(ThreadRecord.Status.named("regular")).isEqualTo(ThreadRecord.Status.REGULAR);
    assertThat(ThreadRecord.Status.named("archived")).isEqualTo(ThreadRecord.Status.ARCHIVED);
  }

  @Test
  @DisplayName("LIST-6: an empty cursor means that there is no more")
  void emptyCursor() {
    ListWorld world = ListWorld.of(
        storage -> storage,
        builder -> builder.threadList(
            new ListOnly(() -> new ThreadPage(List.of(ThreadRecord.builder("a").build()), ""))));

    world.finish(world.threads.load());

    assertThat(world.state().hasMore()).isFalse();
  }

  @Test
  @DisplayName("LIST-7: loadMore appends, and tells that it does")
  void loadMore() {
    ListWorld world = ListWorld.of(
            storage -> storage.with("a", "b!", "c", "d").pagesOf(2), builder -> builder)
        .loaded();

    CompletionStage<Void> more = world.threads.loadMore();
    boolean isLoadingMore = world.state().isLoadingMore();
    world.finish(more);

    assertThat(isLoadingMore).isTrue();
    assertThat(world.state().isLoadingMore()).isFalse();
    assertThat(world.state().regularIds()).containsExactly("a", "c", "d");
    assertThat(world.state().archivedIds()).containsExactly("b");
    assertThat(world.state().hasMore()).isFalse();
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-7: nothing is asked without a cursor, or while the list is loaded")
  void nothingToLoad() {
    ListWorld world =
        ListWorld.of(storage -> storage.with("a", "b").pagesOf(1), builder -> builder);

    world.threads.load();
    ListWorld.ended(ended(world, world.threads.loadMore()));
    world.calls.letAllGo();
    world.finish(world.threads.loadMore());
    ListWorld.ended(ended(world, world.threads.loadMore()));

    assertThat(world.storage.log()).containsExactly("list", "list 1");
  }

  private static CompletionStage<Void> ended(ListWorld world, CompletionStage<Void> stage) {
    assertThat(stage.toCompletableFuture()).isDone();
    assertThat(world.state().isLoadingMore()).isFalse();
    return stage;
  }

  @Test
  @DisplayName("LIST-7: calls at one time share one request")
  void sharedRequest() {
    ListWorld world = ListWorld.of(storage -> storage.with("a", "b").pagesOf(1), builder -> builder)
        .loaded();

    CompletionStage<Void> first = world.threads.loadMore();
    CompletionStage<Void> second = world.threads.loadMore();
    world.finish(first);
    ListWorld.ended(second);

    assertThat(world.storage.log()).containsExactly("list", "list 1");
  }

  @Test
  @DisplayName("LIST-7: a page from before a reload is dropped, and can be loaded after it")
  void pageFromBefore() {
    ListWorld world = ListWorld.of(
            storage -> storage.with("a", "b", "c").pagesOf(1), builder -> builder)
        .loaded();

    CompletionStage<Void> old = world.threads.loadMore();
    world.world.scheduler.runAll();
    CompletionStage<Void> reload = world.threads.reload();
    world.finish(reload);
    ListWorld.ended(old);
    ListState reloaded = world.state();
    world.finish(world.threads.loadMore());

    assertThat(reloaded.regularIds()).containsExactly("a");
    assertThat(reloaded.hasMore()).isTrue();
    assertThat(world.state().regularIds()).containsExactly("a", "b");
    world.checkEvents();
  }

  @Test
  @DisplayName("LIST-7: threads that are known and not listed are not skipped")
  void knownThreadsAreListed() {
    ListWorld world = ListWorld.of(
            storage -> storage.with("a", "b", "c").pagesOf(1), builder -> builder)
        .loaded();
    world.finish(world.threads.loadMore());
    world.finish(world.threads.reload());

    world.finish(world.threads.loadMore());

    assertThat(world.state().regularIds()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("EVT-6, EVT-4: a listener gets a snapshot first, and an overflow when it is behind")
  void subscribing() {
    ListWorld world = ListWorld.of(
            storage -> storage.with("a"),
            builder -> builder.options(RuntimeOptions.builder().eventBuffer(4).build()))
        .loaded();
    for (int i = 0; i < 10; i++) {
      world.finish(world.threads.rename("a", "title " + i));
    }
    List<ListEvent> replayed = new ArrayList<>();
    List<ListEvent> late = new ArrayList<>();
    long last = world.state().sequence();

    world.threads.subscribe(last - 1, replayed::add);
    world.threads.subscribe(1, late::add);
    world.calls.letAllGo();

    assertThat(replayed).hasSize(2).allMatch(ListEvent.ListChanged.class::isInstance);
    assertThat(replayed).extracting(ListEvent::sequence).containsExactly(last - 1, last);
    assertThat(late.get(0)).isInstanceOf(ListEvent.Snapshot.class);
  }

  /** A list that can only be listed. */
  private static final class ListOnly implements RemoteThreadListAdapter {
    private final Supplier<ThreadPage> page;

    ListOnly(Supplier<ThreadPage> page) {
      this.page = page;
    }

    @Override
    public ThreadPage list(String owner, @Nullable String cursor) {
      return page.get();
    }

    @Override
    public ThreadRecord initialize(ThreadKey thread) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ThreadRecord> fetch(ThreadKey thread) {
      return Optional.empty();
    }

    @Override
    public void rename(ThreadKey thread, String title) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void archive(ThreadKey thread) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void unarchive(ThreadKey thread) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(ThreadKey thread) {
      throw new UnsupportedOperationException();
    }
  }
}
