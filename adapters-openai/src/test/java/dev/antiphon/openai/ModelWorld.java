package dev.antiphon.openai;

import dev.antiphon.message.Message;
import dev.antiphon.message.Status;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ModelException;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A runtime on real threads whose model, the OpenAI adapter unless a test says otherwise, asks a
 * scripted server.
 */
final class ModelWorld implements AutoCloseable {

  /** Short, so that tests of silence are, and long enough for a busy machine. */
  static final Duration SILENCE = Duration.ofMillis(700);

  final ScriptedServer server;
  final ModelHttpClient http;
  final ChatModelAdapter model;
  final LocalRuntime runtime;
  final ThreadRuntime thread;
  final List<ThreadEvent> events = new CopyOnWriteArrayList<>();
  final List<Map<String, Object>> executions = new CopyOnWriteArrayList<>();
  final List<Retry> retries = new CopyOnWriteArrayList<>();

  /** Opens a world whose server has these scripts. */
  static ModelWorld of(ScriptedServer.Script... scripts) throws IOException {
    return with(builder -> builder, scripts);
  }

  /** Opens a world whose model is made with something of its own. */
  static ModelWorld with(
      UnaryOperator<OpenAiChatModel.Builder> configuration, ScriptedServer.Script... scripts)
      throws IOException {
    return open(configuration, builder -> builder, scripts);
  }

  /** Opens a world whose model and runtime are made with something of their own. */
  static ModelWorld open(
      UnaryOperator<OpenAiChatModel.Builder> configuration,
      UnaryOperator<LocalRuntime.Builder> runtimeConfiguration,
      ScriptedServer.Script... scripts)
      throws IOException {
    return asking(
        world -> configuration
            .apply(OpenAiChatModel.builder("test-model")
                .baseUrl(world.server.url())
                .apiKey("sk-CANARY-7f3a")
                .retries(quick(3))
                .onRetry(world.retries::add)
                .http(world.http))
            .build(),
        runtimeConfiguration,
        scripts);
  }

  /** Opens a world with a model of any kind, made for its server and its client. */
  static ModelWorld asking(
      Function<ModelWorld, ChatModelAdapter> models,
      UnaryOperator<LocalRuntime.Builder> runtimeConfiguration,
      ScriptedServer.Script... scripts)
      throws IOException {
    return new ModelWorld(models, runtimeConfiguration, new ScriptedServer(scripts));
  }

  private ModelWorld(
      Function<ModelWorld, ChatModelAdapter> models,
      UnaryOperator<LocalRuntime.Builder> runtimeConfiguration,
      ScriptedServer server) {
    this.server = server;
    this.http = client();
    this.model = models.apply(this);
    this.runtime = runtimeConfiguration
        .apply(LocalRuntime.builder(model).json(new JacksonJson()).tools(recording("rm")))
        .build();
    this.thread = runtime.threads("ada").open("t");
    thread.subscribe(events::add);
    server.shownBy(this::shown);
  }

  static ModelHttpClient client() {
    return ModelHttpClient.builder()
        .connectTimeout(Duration.ofSeconds(2))
        .responseTimeout(SILENCE)
        .idleTimeout(SILENCE)
        .build();
  }

  /** Lets a model wait longer than any test does. */
  static OpenAiChatModel.Builder patient(OpenAiChatModel.Builder builder) {
    return builder.owning(ModelHttpClient.builder().build());
  }

  static RetryPolicy quick(int attempts) {
    return RetryPolicy.builder()
        .attempts(attempts)
        .firstDelay(Duration.ofMillis(5))
        .maxDelay(Duration.ofMillis(10))
        .build();
  }

  /** Returns a tool that keeps its arguments. */
  Tool recording(String name) {
    return Tool.builder(name, "Does " + name)
        .handler((arguments, call) -> {
          executions.add(arguments);
          return "done";
        })
        .build();
  }

  /** Sends a text and returns the reply, however it ended. */
  Message ask(String text) {
    return finished(thread.send(text));
  }

  /** Awaits a run and returns the reply, however it ended. */
  Message finished(Run run) {
    try {
      RunResult result = run.completion()
          .toCompletableFuture()
          .orTimeout(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS)
          .join();
      return Objects.requireNonNull(result.message());
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RunFailedException known) {
        return Objects.requireNonNull(known.result().message());
      }
      throw failed;
    }
  }

  /** Sends a text whose run must fail, and returns why. */
  ModelException failureOf(String text) {
    CompletableFuture<RunResult> completion = thread
        .send(text)
        .completion()
        .toCompletableFuture()
        .orTimeout(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
    try {
      throw new AssertionError("The run did not fail: " + completion.join().status());
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RunFailedException known
          && known.getCause() instanceof ModelException failure) {
        return failure;
      }
      throw failed;
    }
  }

  /** Returns the text at the end of the thread. */
  String shown() {
    List<Message> messages = thread.state().messages();
    return messages.isEmpty() ? "" : messages.get(messages.size() - 1).text();
  }

  /** Returns a status in words: type, reason and code. */
  static String words(Message message) {
    Status status = message.status();
    if (status == null) {
      return "none";
    }
    String reason = status.reason() == null ? "" : "/" + Status.jsonName(status.reason());
    String code = status.error() == null ? "" : " " + status.error().code();
    return Status.jsonName(status.type()) + reason + code;
  }

  /** Returns how many events of a kind there were. */
  long count(Class<? extends ThreadEvent> kind) {
    return events.stream().filter(kind::isInstance).count();
  }

  @Override
  public void close() throws IOException {
    runtime.close();
    if (model instanceof OpenAiChatModel own) {
      own.close();
    }
    http.close();
    server.close();
  }
}
