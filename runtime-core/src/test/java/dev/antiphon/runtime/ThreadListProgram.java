package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.testing.ListWorld;
import dev.antiphon.thread.ListState;
import dev.antiphon.thread.ThreadListItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A program for a thread list whose storage does its part and answers whenever the program says so,
 * and fails at times. What must hold always is checked after each step, and in the end the list
 * shows what is stored.
 */
final class ThreadListProgram {

  private static final List<String> IDS = List.of("a", "b", "c", "d", "e", "f");

  /** What a step does. */
  enum Kind {
    RENAME,
    ARCHIVE,
    UNARCHIVE,
    DELETE,
    DETACH,
    SWITCH,
    NEW_THREAD,
    SEND,
    RELOAD,
    LOAD_MORE,
    TITLE,
    FAIL,
    RECOVER,
    IDLE,
    LET_GO,
    LET_GO_TWICE
  }

  /**
   * One step.
   *
   * @param kind what it does
   * @param number to which thread or held call, modulo how many there are
   */
  record Step(Kind kind, int number) {}

  private final ListWorld world = ListWorld.of(
          storage -> storage.with("a", "b!", "c", "d", "e!", "f").pagesOf(4), builder -> builder)
      .loaded();
  private final ThreadListRuntime threads = world.threads;

  private ThreadListProgram() {}

  static List<Step> draw(RandomGenerator random) {
    Kind[] kinds = Kind.values();
    List<Step> steps = new ArrayList<>();
    int size = random.nextInt(5, 60);
    while (steps.size() < size) {
      boolean goesOn = random.nextInt(3) == 0;
      Kind kind = goesOn ? Kind.LET_GO : kinds[random.nextInt(kinds.length)];
      steps.add(new Step(kind, random.nextInt(16)));
    }
    return steps;
  }

  static void run(List<Step> steps) {
    ThreadListProgram program = new ThreadListProgram();
    for (Step step : steps) {
      program.take(step);
      program.world.world.scheduler.runAll();
      program.check();
    }
    program.comeToRest();
  }

  private void take(Step step) {
    try {
      command(step, IDS.get(step.number() % IDS.size()));
    } catch (ChatRuntimeException refused) {
      // A refusal is an answer like another.
    }
  }

  private void command(Step step, String id) {
    switch (step.kind()) {
      case RENAME -> threads.rename(id, "title " + step.number());
      case ARCHIVE -> threads.archive(id);
      case UNARCHIVE -> threads.unarchive(id);
      case DELETE -> threads.delete(id);
      case DETACH -> threads.detach(id);
      case SWITCH -> threads.switchTo(id, step.number() % 2 == 0);
      case NEW_THREAD -> threads.switchToNewThread();
      case SEND -> threads.main().send("Hello");
      case RELOAD -> threads.reload();
      case LOAD_MORE -> threads.loadMore();
      case TITLE -> threads.generateTitle(id);
      case FAIL -> fail(step.number(), id);
      case RECOVER -> world.storage.recover();
      case IDLE -> threads.open(id).live().closeIfIdle();
      case LET_GO -> letGo(step.number());
      case LET_GO_TWICE -> {
        letGo(step.number());
        letGo(step.number());
      }
    }
  }

  private void fail(int number, String id) {
    List<String> names = List.of("rename ", "archive ", "unarchive ", "delete ", "fetch ");
    world.storage.fail(number % 6 == 5 ? "list" : names.get(number % 5) + id);
    if (number % 3 == 0) {
      world.storage.fail("initialize " + threads.state().selectedId());
    }
  }

  private void letGo(int number) {
    if (world.calls.isAnyHeld()) {
      world.calls.letGo(number % world.calls.places().size());
    }
  }

  private void check() {
    ListState state = threads.state();
    List<String> listed = new ArrayList<>(state.regularIds());
    listed.addAll(state.archivedIds());
    assertThat(new HashSet<>(listed)).as("each thread is listed once").hasSize(listed.size());
    state
        .regular()
        .forEach(item -> assertThat(item.status()).isEqualTo(ThreadListItem.Status.REGULAR));
    state
        .archived()
        .forEach(item -> assertThat(item.status()).isEqualTo(ThreadListItem.Status.ARCHIVED));
    long drafts = state.items().stream()
        .filter(item -> item.status() == ThreadListItem.Status.NEW)
        .filter(item -> item.id().startsWith("thr_"))
        .count();
    assertThat(drafts).as("there is at most one draft").isLessThanOrEqualTo(1);
    long mains = state.items().stream().filter(ThreadListItem::isMain).count();
    assertThat(mains).as("one thread is selected").isLessThanOrEqualTo(1);
    if (state.draftId() != null) {
      assertThat(state.item(state.draftId()).orElseThrow().status())
          .isEqualTo(ThreadListItem.Status.NEW);
    }
  }

  private void comeToRest() {
    world.calls.letAllGo();
    world.storage.recover();
    world.finish(threads.reload());
    while (threads.state().hasMore()) {
      world.finish(threads.loadMore());
    }
    List<String> regular = new ArrayList<>();
    List<String> archived = new ArrayList<>();
    for (ThreadRecord stored : world.storage.threads()) {
      boolean isArchived = stored.status() == ThreadRecord.Status.ARCHIVED;
      (isArchived ? archived : regular).add(stored.id());
      assertThat(threads.item(stored.id()).orElseThrow().title()).isEqualTo(stored.title());
    }
    assertThat(threads.state().regularIds()).isEqualTo(regular);
    assertThat(threads.state().archivedIds()).isEqualTo(archived);
    assertThat(threads.state().selected()).isPresent();
    assertThat(threads.state().items()).noneMatch(ThreadListItem::isRunning);
    world.checkEvents();
  }
}
