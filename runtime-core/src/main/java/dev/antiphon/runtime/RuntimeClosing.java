package dev.antiphon.runtime;

import dev.antiphon.run.RunResult;
import dev.antiphon.thread.CloseReport;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.ThreadLeftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of a runtime (rules CLOSE-1 to CLOSE-5). */
final class RuntimeClosing {

  /** How much of the deadline is kept for writing when runs are awaited: at most. */
  private static final Duration LONGEST_RESERVE = Duration.ofSeconds(1);

  private final Environment env;
  private final CompletableFuture<CloseReport> report = new CompletableFuture<>();

  /** A thread that closes, with what waited in its queue and what was written in its composers. */
  private static final class Closing {
    private final Conversation thread;
    private final List<QueueItem> queue;
    private List<Draft> drafts = List.of();

    Closing(Conversation thread, List<QueueItem> queue) {
      this.thread = thread;
      this.queue = queue;
    }
  }

  RuntimeClosing(Environment env) {
    this.env = env;
  }

  /** Closes all threads; returns after the deadline at the latest. */
  CloseReport close(Collection<ThreadListRuntime> lists) {
    CloseReport left = new CloseReport(List.of());
    try {
      left = closeAll(lists.stream().map(ThreadListRuntime::directory).toList());
    } finally {
      report.complete(left);
    }
    return left;
  }

  private CloseReport closeAll(List<ThreadDirectory> lists) {
    long deadline = System.nanoTime() + env.options().closeDeadline().toNanos();
    List<Closing> threads = new ArrayList<>();
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (ThreadDirectory list : lists) {
      list.refuseCommands();
      for (Conversation thread : list.writer.apply(list.live::allNow)) {
        // Who closes from a listener cannot wait for what its own return brings.
        thread.writer.notifier().excuseCurrentThread();
        threads.add(thread.writer.apply(() -> refuse(thread, ends)));
      }
    }
    await(ends, deadline - reserve().toNanos());
    List<CompletableFuture<?>> flushes = new ArrayList<>();
    lists.forEach(list -> flushes.add(list.writer.apply(list.changes::whenIdle)));
    threads.forEach(each -> each.thread.writer.run(() -> end(each, flushes)));
    await(flushes, deadline);
    return sayGoodbye(threads, deadline);
  }

  private Duration reserve() {
    Duration quarter = env.options().closeDeadline().dividedBy(4);
    return quarter.compareTo(LONGEST_RESERVE) < 0 ? quarter : LONGEST_RESERVE;
  }

  private Closing refuse(Conversation thread, List<CompletableFuture<?>> ends) {
    List<QueueItem> queue = thread.queue.view();
    thread.refuseCommands();
    thread.queue.drain().forEach(thread.ending::cancelWaiting);
    LiveRun run = thread.active();
    if (run != null && env.options().closeMode() == CloseMode.AWAIT) {
      ends.add(endOf(run));
    }
    return new Closing(thread, queue);
  }

  private static void end(Closing closing, List<CompletableFuture<?>> flushes) {
    Conversation thread = closing.thread;
    LiveRun run = thread.active();
    if (run != null) {
      thread.ending.cancel(run, true);
    }
    closing.drafts = thread.closing.endSessions();
    flushes.add(thread.store.whenIdle());
  }

  /** Gives every listener its last event, and waits until each has got it (rule CLOSE-2). */
  private CloseReport sayGoodbye(List<Closing> threads, long deadline) {
    List<ThreadLeftovers> left = new ArrayList<>();
    List<CompletableFuture<?>> goodbyes = new ArrayList<>();
    for (Closing each : threads) {
      Conversation thread = each.thread;
      ThreadLeftovers leftovers = thread.writer.apply(() -> {
        ThreadLeftovers now = thread.closing.leftovers(each.queue, each.drafts);
        thread.closing.close(now);
        thread.writer.notifier().endAll(thread.writer.lastSequence());
        return now;
      });
      if (!leftovers.isEmpty()) {
        left.add(leftovers);
      }
      goodbyes.add(heard(thread));
    }
    await(goodbyes, deadline);
    return new CloseReport(left);
  }

  /** Ends when every listener has got the last event. */
  private static CompletableFuture<Void> heard(Conversation thread) {
    CompletableFuture<Void> heard = new CompletableFuture<>();
    thread
        .writer
        .notifier()
        .whenDelivered(thread.writer.lastSequence(), () -> heard.complete(null));
    return heard;
  }

  private static CompletableFuture<RunResult> endOf(LiveRun run) {
    CompletableFuture<RunResult> end = new CompletableFuture<>();
    run.handle.completion().whenComplete((result, failure) -> {
      if (failure == null) {
        end.complete(result);
      } else {
        end.completeExceptionally(failure);
      }
    });
    return end;
  }

  private static void await(List<CompletableFuture<?>> futures, long deadline) {
    try {
      CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
          .get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failedRun) {
      Log.debug("A run failed while the runtime was closing");
    } catch (TimeoutException late) {
      Log.debug("The runtime goes on closing before everything has ended");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the first caller of close, who returns after the deadline at the latest. */
  CloseReport awaitFirst() {
    return report.join();
  }
}
