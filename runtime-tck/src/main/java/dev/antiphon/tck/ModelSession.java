package dev.antiphon.tck;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.Status;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ModelException;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A thread on a runtime whose model is put to the test, with a tool named {@code look}. */
final class ModelSession implements AutoCloseable {

  /** How long a contract waits for what must come. */
  static final long PATIENCE_SECONDS = 30;

  final List<ThreadEvent> events = new CopyOnWriteArrayList<>();
  final List<Map<String, Object>> executions = new CopyOnWriteArrayList<>();
  final ThreadRuntime thread;
  private final LocalRuntime runtime;

  ModelSession(ChatModelAdapter model) {
    Tool look = Tool.builder("look", "Looks at something")
        .parameters(Map.of(
            "type", "object",
            "properties", Map.of("n", Map.of("type", "integer")),
            "required", List.of("n")))
        .handler((arguments, call) -> {
          executions.add(arguments);
          return "a cat";
        })
        .build();
    this.runtime = LocalRuntime.builder(model)
        .json(new PlainJson())
        .system("Be brief.")
        .tools(look)
        .build();
    this.thread = runtime.threads("ada").open("t");
    thread.subscribe(events::add);
  }

  /** Sends a text and returns the reply, however it ended. */
  Message ask(String text) {
    return finished(thread.send(text));
  }

  /** Awaits a run and returns the reply, however it ended. */
  static Message finished(Run run) {
    try {
      return requireNonNull(resultOf(run).join().message());
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RunFailedException known) {
        return requireNonNull(known.result().message());
      }
      throw failed;
    }
  }

  /** Sends a text whose run must fail, and returns why. */
  ModelException failureOf(String text) {
    try {
      throw new AssertionError(
          "The run ended with " + resultOf(thread.send(text)).join().status());
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RunFailedException known
          && known.getCause() instanceof ModelException failure) {
        return failure;
      }
      throw failed;
    }
  }

  private static CompletableFuture<RunResult> resultOf(Run run) {
    return run.completion().toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits until an event has come. */
  void await(Predicate<ThreadEvent> wanted) throws InterruptedException {
    CountDownLatch come = new CountDownLatch(1);
    thread.subscribe(event -> {
      if (wanted.test(event)) {
        come.countDown();
      }
    });
    if (events.stream().noneMatch(wanted) && !come.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("It did not come; there were " + events);
    }
  }

  /** Returns how many events of a kind there were. */
  long count(Class<? extends ThreadEvent> kind) {
    return events.stream().filter(kind::isInstance).count();
  }

  /** Returns a status in words: type and reason. */
  static String words(Message message) {
    Status status = requireNonNull(message.status());
    String reason = status.reason() == null ? "" : "/" + Status.jsonName(status.reason());
    return Status.jsonName(status.type()) + reason;
  }

  @Override
  public void close() {
    runtime.close();
  }
}
