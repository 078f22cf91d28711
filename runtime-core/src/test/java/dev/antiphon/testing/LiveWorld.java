package dev.antiphon.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.RuntimeOptions;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A runtime on real threads with a scripted model, for what a {@link World} cannot show: handlers,
 * adapters and stores that block.
 */
public final class LiveWorld implements AutoCloseable {

  /** How long a test waits for what must come. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What replies. */
  public final ScriptedModel model = new ScriptedModel();

  private final ThreadHistoryAdapter store = new InMemoryThreadHistory();
  private final BlockingQueue<ThreadEvent> questions = new LinkedBlockingQueue<>();
  private final List<LocalRuntime> started = new ArrayList<>();

  /** Makes a world in which nothing runs yet. */
  public LiveWorld() {}

  /** Returns the store that all runtimes of this world use, unless they are given another one. */
  public ThreadHistoryAdapter store() {
    return store;
  }

  /**
   * Starts a runtime with tools and opens its thread {@code t}.
   *
   * @param tools the tools
   */
  public ThreadRuntime open(Tool... tools) {
    return open(RuntimeOptions.DEFAULTS, tools);
  }

  /**
   * Starts a runtime with options and tools and opens its thread {@code t}.
   *
   * @param options the options
   * @param tools the tools
   */
  public ThreadRuntime open(RuntimeOptions options, Tool... tools) {
    return open(builder -> builder.options(options).tools(tools));
  }

  /**
   * Starts a runtime and opens its thread {@code t}.
   *
   * @param setUp what else is set
   */
  public ThreadRuntime open(UnaryOperator<LocalRuntime.Builder> setUp) {
    LocalRuntime.Builder builder =
        LocalRuntime.builder(model).json(new PlainJson()).history(store);
    LocalRuntime runtime = setUp.apply(builder).build();
    started.add(runtime);
    ThreadRuntime thread = runtime.threads("ada").open("t");
    thread.subscribe(event -> {
      if (event instanceof ThreadEvent.HumanInputRequested) {
        questions.add(event);
      }
    });
    return thread;
  }

  /** Waits until a tool asks a human. */
  public void awaitQuestion() throws InterruptedException {
    assertThat(questions.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
  }

  @Override
  public void close() {
    started.forEach(LocalRuntime::close);
  }
}
