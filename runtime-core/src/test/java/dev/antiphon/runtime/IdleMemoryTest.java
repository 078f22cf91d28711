package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.memory.InMemoryThreadList;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.testing.ManualScheduler;
import dev.antiphon.testing.TestMessages;
import dev.antiphon.thread.LoadState;
import dev.antiphon.tree.MessageItem;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What a long list and many idle threads hold of the heap. With {@code -Pthorough} at full size,
 * and measured.
 */
@Isolated("the heap is measured")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class IdleMemoryTest {

  private static final boolean IS_THOROUGH = Boolean.getBoolean("antiphon.thorough");
  private static final int LISTED = IS_THOROUGH ? 10_000 : 1_000;
  private static final int OPENED = IS_THOROUGH ? 1_000 : 100;
  private static final int MESSAGES = 20;
  private static final double TOLERANCE = 0.05;

  private final ManualScheduler scheduler = new ManualScheduler();
  private final InMemoryThreadHistory history = new InMemoryThreadHistory(scheduler);
  private final InMemoryThreadList list = new InMemoryThreadList(history, scheduler);

  private static String id(int number) {
    return "thread-" + number;
  }

  private ThreadListRuntime loadedList() {
    for (int i = 0; i < LISTED; i++) {
      ThreadKey key = new ThreadKey("ada", id(i));
      list.initialize(key);
      if (i < OPENED) {
        store(key);
      }
    }
    LocalRuntime runtime = LocalRuntime.builder((request, reply) -> {})
        .history(history)
        .threadList(list)
        .clock(scheduler)
        .executor(scheduler)
        .timer(scheduler)
        .build();
    ThreadListRuntime threads = runtime.threads("ada");
    threads.load();
    scheduler.runAll();
    while (threads.state().hasMore()) {
      threads.loadMore();
      scheduler.runAll();
    }
    return threads;
  }

  private void store(ThreadKey key) {
    List<HistoryEntry> entries = new ArrayList<>();
    MessageId parent = null;
    for (int i = 0; i < MESSAGES; i++) {
      MessageItem item = MessageItem.of(TestMessages.user("m" + i, "message " + i), parent);
      entries.add(new HistoryEntry.Append(item));
      parent = item.message().id();
    }
    history.write(key, new HistoryBatch(ThreadRevision.UNKNOWN, entries));
  }

  /** Opens threads, each once, and returns their live runtimes. */
  private List<WeakReference<Conversation>> openEach(ThreadListRuntime threads) {
    List<WeakReference<Conversation>> live = new ArrayList<>();
    for (int i = 0; i < OPENED; i++) {
      ThreadRuntime thread = threads.open(id(i));
      thread.load();
      scheduler.runAll();
      assertThat(thread.state().loadState()).isEqualTo(LoadState.LOADED);
      assertThat(thread.state().messages()).hasSize(MESSAGES);
      live.add(new WeakReference<>(Objects.requireNonNull(thread.live().now())));
    }
    return live;
  }

  @Test
  @DisplayName(
      "LIST-20: threads that were opened once and are idle hold nothing of the heap: it returns"
          + " to within 5 % of what it was before")
  void returnsToTheStart() {
    ThreadListRuntime threads = loadedList();
    assertThat(threads.state().regularIds()).hasSize(LISTED);
    long before = usedHeap();

    List<WeakReference<Conversation>> live = openEach(threads);
    long open = usedHeap();
    scheduler.advance(threads.directory().env.options().idleThreadTimeout());
    long after = usedHeap();

    System.out.printf(
        "IdleMemoryTest: %d threads listed: %d KiB; %d of them open: %d KiB; idle: %d KiB%n",
        LISTED, before / 1024, OPENED, open / 1024, after / 1024);
    assertThat(threads.directory().writer.apply(threads.directory().live::allNow))
        .isEmpty();
    assertThat(live).allMatch(each -> each.get() == null);
    assertThat(scheduler.timerCount()).isZero();
    if (IS_THOROUGH) {
      assertThat(open).as("open threads do hold something").isGreaterThan(before);
      assertThat((double) after).isLessThan(before * (1 + TOLERANCE));
    }
    assertThat(threads.state().regularIds()).hasSize(LISTED);
  }

  @Test
  @DisplayName("LIST-20: a held thread, its composer and a run that ended hold no live runtime")
  void heldThingsHoldNothing() {
    ThreadListRuntime threads = loadedList();
    ThreadRuntime thread = threads.open(id(0));
    Run run = thread.send("Hello");
    scheduler.runAll();
    Composer composer = thread.composer();
    WeakReference<Conversation> live =
        new WeakReference<>(Objects.requireNonNull(thread.live().now()));

    scheduler.advance(Duration.ofHours(1));
    usedHeap();

    assertThat(live.get()).isNull();
    assertThat(run.completion().toCompletableFuture()).isCompleted();
    assertThat(composer.state().text()).isEmpty();
  }

  /** Returns what is used after everything that is garbage was collected. */
  private static long usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 6; i++) {
      memory.gc();
      used = Math.min(used, memory.getHeapMemoryUsage().getUsed());
    }
    return used;
  }
}
