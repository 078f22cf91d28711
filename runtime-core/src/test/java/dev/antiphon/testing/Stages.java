package dev.antiphon.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads stages without waiting for them. */
public final class Stages {

  private Stages() {}

  /**
   * Returns what a stage ended with.
   *
   * @param stage a stage that has ended
   * @param <T> what it ends with
   * @throws AssertionError if it has not ended
   * @throws java.util.concurrent.CompletionException if it failed
   */
  public static <T> T now(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (!future.isDone()) {
      throw new AssertionError("The stage has not ended.");
    }
    return future.join();
  }
}
