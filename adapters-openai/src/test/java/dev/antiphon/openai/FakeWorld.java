package dev.antiphon.openai;

import dev.antiphon.message.Message;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tool.Tool;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A runtime on real threads whose model is a {@link FakeModel}, with one tool named look. */
final class FakeWorld implements AutoCloseable {

  final FakeModel fake;
  final LangChain4jChatModel model;
  final ThreadRuntime thread;
  final List<Map<String, Object>> executions = new CopyOnWriteArrayList<>();
  private final LocalRuntime runtime;

  static FakeWorld of(FakeModel.Script... scripts) {
    return new FakeWorld(builder -> builder.retries(RetryPolicy.NONE), scripts);
  }

  FakeWorld(
      UnaryOperator<LangChain4jChatModel.Builder> configuration, FakeModel.Script... scripts) {
    this.fake = new FakeModel(scripts);
    this.model = configuration
        .apply(LangChain4jChatModel.builder(fake).silence(ModelWorld.SILENCE, ModelWorld.SILENCE))
        .build();
    this.runtime =
        LocalRuntime.builder(model).json(new JacksonJson()).tools(look()).build();
    this.thread = runtime.threads("ada").open("t");
  }

  private Tool look() {
    Map<String, Object> result = new HashMap<>();
    result.put("seen", Arrays.asList(true, null));
    return Tool.builder("look", "Looks")
        .parameters(Map.of(
            "type", "object",
            "properties", Map.of("n", Map.of("type", "integer", "minimum", 0)),
            "required", List.of("n")))
        .handler((arguments, call) -> {
          executions.add(arguments);
          return result;
        })
        .build();
  }

  /** Sends a text and returns the reply, however it ended. */
  Message ask(String text) {
    Run run = thread.send(text);
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

  @Override
  public void close() {
    runtime.close();
  }
}
