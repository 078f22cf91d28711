package dev.antiphon.runtime;

import dev.antiphon.run.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of a runtime (rules CLOSE-1 to CLOSE-5). */
final class RuntimeClosing {

  private final Environment env;
  private final CountDownLatch isDone = new CountDownLatch(1);

  RuntimeClosing(Environment env) {
    this.env = env;
  }

  /** Closes all threads; returns after the deadline at the latest. */
  void close(Collection<ThreadListRuntime> lists) {
    try {
      List<Conversation> threads = new ArrayList<>();
      lists.forEach(list -> threads.addAll(list.closeList()));
      List<CompletableFuture<?>> ends = new ArrayList<>();
      for (Conversation thread : threads) {
        thread.writer.run(() -> refuse(thread, ends));
      }
      await(ends);
      List<CompletableFuture<?>> flushes = new ArrayList<>();
      for (Conversation thread : threads) {
        thread.writer.run(() -> end(thread, flushes));
      }
      await(flushes);
      List<CompletableFuture<?>> goodbyes = new ArrayList<>();
      for (Conversation thread : threads) {
        thread.writer.run(thread::close);
        goodbyes.add(heard(thread));
      }
      await(goodbyes);
    } finally {
      isDone.countDown();
    }
  }

  private void refuse(Conversation thread, List<CompletableFuture<?>> ends) {
    thread.refuseCommands();
    for (LiveRun waiting : thread.queue.drain()) {
      thread.ending.cancelWaiting(waiting);
    }
    LiveRun run = thread.active();
    if (run != null && env.options().closeMode() == CloseMode.AWAIT) {
      ends.add(endOf(run));
    }
  }

  private static void end(Conversation thread, List<CompletableFuture<?>> flushes) {
    LiveRun run = thread.active();
    if (run != null) {
      thread.ending.cancel(run, true);
    }
    thread.endSessions();
    flushes.add(thread.store.whenIdle());
  }

  /** Ends when every listener has got the last event (rule CLOSE-2). */
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

  private void await(List<CompletableFuture<?>> futures) {
    Duration deadline = env.options().closeDeadline();
    try {
      CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
          .get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failedRun) {
      Log.debug("A run failed while the runtime was closing");
    } catch (TimeoutException late) {
      Log.warn("The runtime was closed before everything had ended", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the first caller of close. */
  void awaitFirst() {
    try {
      Duration patience = env.options().closeDeadline().multipliedBy(2);
      if (!isDone.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        Log.debug("Another call of close has not returned in time");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
