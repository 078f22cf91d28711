package dev.antiphon.runtime;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a caller holds of a run. Its fields are written under the writer and read by anyone. */
final class RunHandle implements Run {

  private final RunId id;
  private final ThreadKey thread;
  private final CompletableFuture<RunResult> completion = new CompletableFuture<>();

  private volatile RunState state = RunState.QUEUED;
  private volatile @Nullable MessageId messageId;

  // Replaced when the run is over: a run that is held must not hold the rooms of its thread.
  private volatile Runnable cancel;
  private volatile Runnable beforeWaiting;

  /**
   * Makes a handle.
   *
   * @param cancel cancels the run
   * @param beforeWaiting called before the calling thread waits
   */
  RunHandle(RunId id, ThreadKey thread, Runnable cancel, Runnable beforeWaiting) {
    this.id = id;
    this.thread = thread;
    this.cancel = cancel;
    this.beforeWaiting = beforeWaiting;
  }

  @Override
  public RunId id() {
    return id;
  }

  @Override
  public ThreadKey thread() {
    return thread;
  }

  @Override
  public @Nullable MessageId messageId() {
    return messageId;
  }

  void messageId(MessageId written) {
    messageId = written;
  }

  @Override
  public RunState state() {
    return state;
  }

  void state(RunState next) {
    state = next;
  }

  @Override
  public void cancel() {
    cancel.run();
  }

  @Override
  public CompletionStage<RunResult> completion() {
    return completion.minimalCompletionStage();
  }

  /**
   * Ends the completion; called on the executor.
   *
   * @param cancelNow what cancels from now on
   */
  void complete(RunResult result, Runnable cancelNow) {
    completion.complete(result);
    over(cancelNow);
  }

  /** Ends the completion with a failure; called on the executor. */
  void fail(ChatRuntimeException failure) {
    completion.completeExceptionally(failure);
    over(() -> {});
  }

  private void over(Runnable cancelNow) {
    cancel = cancelNow;
    beforeWaiting = () -> {};
  }

  @Override
  public RunResult await() throws InterruptedException {
    beforeWaiting.run();
    try {
      return completion.get();
    } catch (ExecutionException failed) {
      throw unwrapped(failed);
    }
  }

  @Override
  public RunResult await(Duration atMost) throws InterruptedException, TimeoutException {
    beforeWaiting.run();
    try {
      return completion.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw unwrapped(failed);
    }
  }

  private static RuntimeException unwrapped(ExecutionException failed) {
    if (failed.getCause() instanceof ChatRuntimeException ours) {
      return ours;
    }
    throw new AssertionError("A run fails with an exception of ours.", failed);
  }

  @Override
  public String toString() {
    return "Run[%s, %s]".formatted(id, state);
  }
}
