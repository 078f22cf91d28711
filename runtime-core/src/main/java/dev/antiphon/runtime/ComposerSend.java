package dev.antiphon.runtime;

import dev.antiphon.run.RunResult;
import dev.antiphon.thread.Draft;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One send of a composer. It waits for the attachments of its draft, if they are not complete; then
 * the thread has the message, and a run starts if one is to.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Stages complete on threads of the
 * runtime; what is done with them does not affect the send.
 */
public final class ComposerSend {

  private final CompletableFuture<Optional<Run>> accepted = new CompletableFuture<>();
  private final CompletableFuture<Optional<RunResult>> completion = new CompletableFuture<>();
  private final Runnable beforeWaiting;

  private volatile Draft draft;
  private volatile @Nullable Run run;
  private volatile @Nullable CompletionStage<Void> stored;

  /**
   * Makes one.
   *
   * @param beforeWaiting called before the calling thread waits
   */
  ComposerSend(Draft draft, Runnable beforeWaiting) {
    this.draft = draft;
    this.beforeWaiting = beforeWaiting;
  }

  /** Returns what is sent; once the thread has the message, with its complete attachments. */
  public Draft draft() {
    return draft;
  }

  /** Returns the run, once the thread has the message; empty before, and if none starts. */
  public Optional<Run> run() {
    return Optional.ofNullable(run);
  }

  /**
   * Ends when the thread has the message: with its run, or empty if none starts. If the send is
   * refused after all, it fails with {@code AttachmentNotReadyException}, with what the thread
   * refuses it with, or with {@code CancellationException} after a reset; words and attachments are
   * in the composer again then, but after a reset (rules COMP-6 and COMP-11).
   */
  public CompletionStage<Optional<Run>> accepted() {
    return accepted.minimalCompletionStage();
  }

  /**
   * Ends when all is done: with the result of the run, or empty when a message without a run is
   * stored. Fails as {@link #accepted} and {@link Run#completion} do.
   */
  public CompletionStage<Optional<RunResult>> completion() {
    return completion.minimalCompletionStage();
  }

  /**
   * Waits until all is done.
   *
   * @return the result of the run, or empty if none started
   * @throws dev.antiphon.run.RunFailedException if the model failed
   * @throws dev.antiphon.run.MessageNotSentException if the message could not be stored
   * @throws dev.antiphon.thread.AttachmentNotReadyException if an attachment could not be completed
   * @throws java.util.concurrent.CancellationException if the composer was reset before
   * @throws InterruptedException if the calling thread is interrupted; the send goes on
   */
  public Optional<RunResult> await() throws InterruptedException {
    beforeWaiting.run();
    try {
      return completion.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new AssertionError("A send fails with an exception of ours.", failed);
    }
  }

  /** The thread has the message. Called under the writer. */
  void accepted(Draft sent, DraftDelivery.Delivered delivered) {
    draft = sent;
    run = delivered.run();
    stored = delivered.stored();
  }

  /** Ends the stage of an accepted send; called on the executor. */
  void announceAccepted() {
    accepted.complete(Optional.ofNullable(run));
    Run started = run;
    CompletionStage<Void> append = stored;
    if (started != null) {
      started
          .completion()
          .whenComplete((result, failure) -> end(Optional.ofNullable(result), failure));
    } else if (append != null) {
      append.whenComplete((nothing, failure) -> end(Optional.empty(), failure));
    }
  }

  private void end(Optional<RunResult> result, @Nullable Throwable failure) {
    if (failure == null) {
      completion.complete(result);
    } else {
      completion.completeExceptionally(failure);
    }
  }

  /** It was refused after all; called on the executor. */
  void refused(Throwable cause) {
    accepted.completeExceptionally(cause);
    completion.completeExceptionally(cause);
  }

  @Override
  public String toString() {
    return "ComposerSend[" + draft + "]";
  }
}
