package dev.antiphon.runtime;

import dev.antiphon.message.RunId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunKind;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunReaction;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("Lincheck instruments the classes of the whole JVM")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public class RunEndLincheckTest {

  private static final ThreadKey KEY = new ThreadKey("ada", "t");

  private final ThreadWriter writer = new ThreadWriter(ThreadWriterLincheckTest.environment(), KEY);
  private final CancelSource cancellation = new CancelSource(Runnable::run);
  private final RunHandle handle =
      new RunHandle(new RunId("run"), KEY, () -> writer.run(this::cancelled), () -> {});
  private final LiveRun run = new LiveRun(
      handle,
      RunKind.NEW,
      new LiveRun.RunPlan(null, SendOptions.DEFAULTS, null, false, null, null),
      cancellation,
      RuntimeOptions.DEFAULTS);
  private final AtomicInteger closed = new AtomicInteger();

  /** Starts a run whose model has been called. */
  public RunEndLincheckTest() {
    run.on(RunEvent.DISPATCHED);
    run.on(RunEvent.PREPARED);
    cancellation.onCancel(closed::incrementAndGet);
  }

  private void cancelled() {
    if (run.on(RunEvent.CANCEL) == RunReaction.CANCEL) {
      run.outcome = RunOutcome.CANCELLED;
      writer.afterwards(cancellation::fire);
    }
  }

  /** Returns whether the reply came before the cancel. */
  @Operation
  public boolean reply() {
    return writer.apply(() -> {
      run.decided = RunState.FINISHING;
      boolean isFirst = run.on(RunEvent.ADAPTER_RETURNS) == RunReaction.PROCEED;
      if (isFirst) {
        run.outcome = RunOutcome.COMPLETE;
      }
      return isFirst;
    });
  }

  @Operation
  public void cancel() {
    handle.cancel();
  }

  /** The last write is stored: the run completes if it has ended. */
  @Operation
  public void stored() {
    writer.run(() -> {
      if (run.on(RunEvent.LAST_WRITE_STORED) == RunReaction.COMPLETE) {
        RunResult result = run.result(null);
        writer.afterwards(() -> handle.complete(result, () -> {}));
      }
    });
  }

  @Validate
  public void hasOneEnd() {
    CompletableFuture<RunResult> completion = handle.completion().toCompletableFuture();
    RunResult result = completion.getNow(null);
    boolean isCancelled = run.outcome == RunOutcome.CANCELLED;
    boolean fits = (handle.state() == RunState.ENDED) == (result != null)
        && (result == null || result.outcome() == run.outcome)
        && closed.get() == (isCancelled ? 1 : 0)
        && cancellation.isCancelled() == isCancelled;
    if (!fits) {
      throw new IllegalStateException("%s with %s, outcome %s, closed %d times"
          .formatted(handle, result, run.outcome, closed.get()));
    }
  }

  @Test
  @DisplayName("RUN-2, RUN-15: whatever interleaving of reply, cancel and write, a run has one end")
  void everyInterleaving() {
    ModelChecks.options(12, 150).check(RunEndLincheckTest.class);
  }
}
