package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.Status;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import dev.antiphon.thread.ThreadEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("Lincheck instruments the classes of the whole JVM")
public class RunEndLincheckTest {

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger completed = new AtomicInteger();
  private final ThreadRuntime thread;
  private final Run run;
  private boolean isSetUp;
  private boolean isAsked;

  /** Starts a run whose model is about to be called. */
  public RunEndLincheckTest() {
    LocalRuntime runtime = LocalRuntime.builder((request, reply) -> reply.text("Hello"))
        .clock(() -> Instant.EPOCH)
        .executor(task -> {
          if (isSetUp) {
            task.run();
          } else {
            tasks.add(task);
          }
        })
        .timer((delay, task) -> () -> {})
        .build();
    thread = runtime.threads("ada").open("t");
    thread.subscribe(event -> {
      if (event instanceof ThreadEvent.RunEnded) {
        ended.incrementAndGet();
      } else if (event instanceof ThreadEvent.RunCompleted) {
        completed.incrementAndGet();
      }
    });
    run = thread.send("Hi");
    while (run.state() != RunState.REQUESTING) {
      tasks.remove().run();
    }
    isSetUp = true;
  }

  /** The model replies; what was queued before runs too. */
  @Operation(runOnce = true)
  public void reply() {
    isAsked = true;
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  @Operation
  public void cancel() {
    run.cancel();
  }

  @Operation
  public void cancelRun() {
    thread.cancelRun();
  }

  @Validate
  public void hasOneEnd() {
    if (run.state() != RunState.ENDED || !isAsked) {
      return;
    }
    CompletableFuture<RunResult> completion = run.completion().toCompletableFuture();
    RunResult result = completion.getNow(null);
    Message message = thread.state().messages().get(1);
    boolean isCancelled = Status.CANCELLED.equals(message.status());
    boolean fits = result != null
        && result.outcome() == (isCancelled ? RunOutcome.CANCELLED : RunOutcome.COMPLETE)
        && result.isSaved()
        && (isCancelled || message.text().equals("Hello"))
        && !message.isRunning();
    if (!fits || ended.get() != 1 || completed.get() != 1) {
      throw new IllegalStateException("%s, %d RunEnded, %d RunCompleted, message %s"
          .formatted(result, ended.get(), completed.get(), message));
    }
  }

  @Test
  @DisplayName("RUN-2, RUN-15: whatever interleaving of reply and cancel, a run has one end")
  void everyInterleaving() {
    ModelChecks.options(5, 80).check(RunEndLincheckTest.class);
  }
}
