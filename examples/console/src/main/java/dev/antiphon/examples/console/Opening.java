package dev.antiphon.examples.console;

import dev.antiphon.examples.console.demo.DemoSuggestions;
import dev.antiphon.guice.Antiphon;
import dev.antiphon.runtime.ThreadListRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.Settings;
import dev.antiphon.thread.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The start of the runtime, in the background: the prompt does not wait for the store. The thread
 * with the newest message is opened, or a new one.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Opening implements AutoCloseable {

  private final CompletableFuture<Opened> opened = new CompletableFuture<>();

  /**
   * A runtime that has started.
   *
   * @param antiphon the runtime and its adapters
   * @param threads the threads
   * @param thread the thread to show, loaded
   */
  record Opened(Antiphon antiphon, ThreadListRuntime threads, ThreadRuntime thread) {}

  private Opening() {}

  /**
   * Begins to start a runtime.
   *
   * @param settings what it is told
   */
  static Opening begin(Settings settings) {
    Opening opening = new Opening();
    Thread starter = new Thread(() -> opening.open(settings), "antiphon-start");
    starter.setDaemon(true);
    starter.start();
    return opening;
  }

  private void open(Settings settings) {
    try {
      opened.complete(opened(settings));
    } catch (Throwable failure) {
      opened.completeExceptionally(failure);
    }
  }

  private static Opened opened(Settings settings) {
    Antiphon antiphon = Antiphon.builder(settings)
        .configure(runtime -> runtime.welcomeSuggestions(welcome(settings)))
        .start();
    try {
      ThreadListRuntime threads = antiphon.runtime().threads();
      return new Opened(antiphon, threads, newest(threads));
    } catch (RuntimeException | Error failure) {
      try (antiphon) {
        throw failure;
      }
    }
  }

  private static Suggestion[] welcome(Settings settings) {
    boolean isDemo = settings.get("antiphon.suggestions").equals(Optional.of("demo"));
    return isDemo ? DemoSuggestions.welcome().toArray(Suggestion[]::new) : new Suggestion[0];
  }

  private static ThreadRuntime newest(ThreadListRuntime threads) {
    Chat.await(threads.load());
    List<String> regular = threads.state().regularIds();
    if (regular.isEmpty()) {
      return threads.main();
    }
    ThreadRuntime newest = Chat.await(threads.switchTo(regular.get(0)));
    Chat.await(newest.load());
    return newest;
  }

  /** Returns what ends with the runtime, or with why it cannot start. */
  CompletableFuture<Opened> opened() {
    return opened.copy();
  }

  /**
   * Has something done if the runtime cannot start.
   *
   * @param action gets the failure, on the thread that meets it
   */
  void onFailure(Consumer<Throwable> action) {
    opened.minimalCompletionStage().whenComplete((ignored, failure) -> {
      if (failure != null) {
        action.accept(failure);
      }
    });
  }

  /** Closes the runtime, if it has started. Closing it again does nothing. */
  @Override
  public void close() {
    opened.minimalCompletionStage().thenAccept(each -> each.antiphon().close());
  }
}
