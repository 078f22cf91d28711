package dev.antiphon.runtime;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.ThreadNotLoadedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Has commands wait for the load, in order (rule LOAD-2): at once on a thread that is loaded, so
 * that a refusal is that of the call, else when the load has ended, and a refusal is then that of
 * the stage (rule OPT-9).
 */
final class AfterLoad {

  private final Conversation thread;

  AfterLoad(Conversation thread) {
    this.thread = thread;
  }

  /**
   * Applies a command under the writer.
   *
   * @param name what a refusal calls the command
   * @return its answer; of a loaded thread, it is there already
   */
  <T> CompletionStage<T> answer(String name, Supplier<T> command) {
    return thread.writer.apply(() -> {
      thread.check(name);
      return isLoaded()
          ? CompletableFuture.completedStage(command.get())
          : later(name, answer -> {
            T value = command.get();
            thread.writer.inBackground(() -> answer.complete(value));
          });
    });
  }

  /**
   * Applies a command that asks foreign code first, under no lock: on the thread of the caller if
   * the thread is loaded, else on one of the runtime's.
   *
   * @param name what a refusal calls the command
   * @return its answer
   */
  <T> CompletionStage<T> answerUnlocked(String name, Supplier<CompletionStage<T>> command) {
    CompletionStage<T> waiting = thread.writer.apply(() -> {
      thread.check(name);
      return isLoaded()
          ? null
          : later(name, answer -> thread.writer.inBackground(() -> pass(command, answer)));
    });
    return waiting != null ? waiting : command.get();
  }

  private static <T> void pass(Supplier<CompletionStage<T>> command, CompletableFuture<T> answer) {
    try {
      command.get().whenComplete((value, failure) -> {
        if (failure == null) {
          answer.complete(value);
        } else {
          answer.completeExceptionally(failure);
        }
      });
    } catch (RuntimeException refused) {
      answer.completeExceptionally(refused);
    }
  }

  /**
   * Applies a command under the writer that ends its stage itself.
   *
   * @param name what a refusal calls the command
   * @param whenRefusedLate called under the writer if the load fails, or finds that the command
   *     cannot be applied; returns what the stage fails with
   * @return what the command ends
   */
  CompletionStage<Void> apply(
      String name,
      Consumer<CompletableFuture<Void>> command,
      UnaryOperator<Throwable> whenRefusedLate) {
    return thread.writer.apply(() -> {
      thread.check(name);
      if (!isLoaded()) {
        return later(name, command, whenRefusedLate);
      }
      CompletableFuture<Void> done = new CompletableFuture<>();
      command.accept(done);
      return done.minimalCompletionStage();
    });
  }

  private boolean isLoaded() {
    return thread.writer.loadState() == LoadState.LOADED;
  }

  private <T> CompletionStage<T> later(String name, Consumer<CompletableFuture<T>> command) {
    return later(name, command, cause -> cause);
  }

  private <T> CompletionStage<T> later(
      String name,
      Consumer<CompletableFuture<T>> command,
      UnaryOperator<Throwable> whenRefusedLate) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Consumer<Throwable> fail = cause -> {
      Throwable shown = whenRefusedLate.apply(cause);
      thread.writer.inBackground(() -> answer.completeExceptionally(shown));
    };
    thread.loader.whenLoaded(
        () -> {
          try {
            // It may have been closed or deleted while it was loaded.
            thread.checkOpen(name);
            command.accept(answer);
          } catch (RuntimeException refused) {
            fail.accept(refused);
          }
        },
        cause -> fail.accept(refusal(name, cause)));
    return answer.minimalCompletionStage();
  }

  /** Says why a command is refused whose load has failed: it may have failed for a close. */
  private ChatRuntimeException refusal(String name, Throwable cause) {
    try {
      thread.checkOpen(name);
      return new ThreadNotLoadedException(thread.key, cause);
    } catch (ChatRuntimeException closed) {
      return closed;
    }
  }
}
