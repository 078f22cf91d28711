package dev.antiphon.examples.web;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what a runtime answers, on the thread of a request. */
final class Stages {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Stages() {}

  /**
   * Returns what a stage ends with, or throws what it fails with.
   *
   * @throws HttpRefusal with 503 if it takes too long; the work goes on
   */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new CompletionException(failed.getCause());
    } catch (TimeoutException slow) {
      throw new HttpRefusal(503, "timeout", "The answer takes too long. It goes on; look later.");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new HttpRefusal(503, "closed", "The server stops.");
    }
  }
}
