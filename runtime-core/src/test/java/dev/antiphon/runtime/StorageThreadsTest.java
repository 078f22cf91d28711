package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A runtime on real threads, and a history that knows when it is interrupted. */
@Timeout(30)
class StorageThreadsTest {

  private final WatchingHistory history = new WatchingHistory();

  @Test
  @DisplayName(
      "RUN-16: cancel, close and a model that is interrupted never interrupt a storage call")
  void neverInterrupted() throws Exception {
    CountDownLatch modelWaits = new CountDownLatch(1);
    AtomicInteger interrupts = new AtomicInteger();
    try (LocalRuntime runtime = LocalRuntime.builder((request, reply) -> {
          reply.text("Hel");
          try {
            request.cancellation().interruptibly(() -> {
              modelWaits.countDown();
              return new CountDownLatch(1).await(20, TimeUnit.SECONDS);
            });
          } catch (InterruptedException interrupted) {
            interrupts.incrementAndGet();
          }
        })
        .history(history)
        .options(
            RuntimeOptions.builder().checkpointInterval(Duration.ofMillis(1)).build())
        .build()) {
      ThreadRuntime thread = runtime.threads().open("t");
      Run run = thread.send("Hi");
      modelWaits.await();

      run.cancel();
      RunResult result = run.await();
      assertThat(result.outcome()).isEqualTo(RunOutcome.CANCELLED);

      for (int i = 0; i < 20; i++) {
        Run each = thread.send("message " + i);
        each.cancel();
        each.await();
      }
      thread.send("the last one");
    }

    assertThat(interrupts.get()).isPositive();
    assertThat(history.calls.get()).isPositive();
    assertThat(history.interrupted).isEmpty();
  }

  @Test
  @DisplayName("RUN-16, SEND-7: cancel while a message is being stored lets the storage finish")
  void cancelWhileStoring() throws Exception {
    CountDownLatch isWriting = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    history.beforeWrite = () -> {
      isWriting.countDown();
      mayGoOn.await();
    };
    AtomicInteger modelCalls = new AtomicInteger();
    try (LocalRuntime runtime = LocalRuntime.builder(
            (request, reply) -> modelCalls.incrementAndGet())
        .history(history)
        .build()) {
      Run run = runtime.threads().open("t").send("Hi");
      isWriting.await();

      run.cancel();
      mayGoOn.countDown();

      assertThat(run.await().outcome()).isEqualTo(RunOutcome.CANCELLED);
    }
    assertThat(history.interrupted).isEmpty();
    assertThat(modelCalls).hasValue(0);
    assertThat(history.load(new ThreadKey("local", "t")).items()).hasSize(1);
  }

  /** Something that waits. */
  private interface Waits {
    void go() throws InterruptedException;
  }

  /** Keeps messages, and the calls during which its thread was interrupted. */
  private static final class WatchingHistory implements ThreadHistoryAdapter {
    private final ThreadHistoryAdapter store = new InMemoryThreadHistory();
    final Set<String> interrupted = ConcurrentHashMap.newKeySet();
    final AtomicInteger calls = new AtomicInteger();
    volatile Waits beforeWrite = () -> {};

    @Override
    public LoadedThread load(ThreadKey thread) {
      return watched("load", () -> store.load(thread));
    }

    @Override
    public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
      return watched("write", () -> {
        beforeWrite.go();
        return store.write(thread, batch);
      });
    }

    private <T> T watched(String name, Callable<T> call) {
      calls.incrementAndGet();
      try {
        T result = call.call();
        if (Thread.interrupted()) {
          interrupted.add(name);
        }
        return result;
      } catch (InterruptedException was) {
        interrupted.add(name);
        throw new IllegalStateException(was);
      } catch (RuntimeException thrown) {
        throw thrown;
      } catch (Exception checked) {
        throw new IllegalStateException(checked);
      }
    }
  }
}
