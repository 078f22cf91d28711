package dev.antiphon.testing;

import dev.antiphon.memory.InMemoryApprovalRules;
import dev.antiphon.memory.InMemoryThreadList;
import dev.antiphon.message.Message;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.RuntimeOptions;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/**
 * A runtime in a world that a test controls: one thread, a clock that stands still, a scripted
 * model and a history that fails when told.
 */
public final class World {

  /** Time, timers and tasks. */
  public final ManualScheduler scheduler;

  /** What replies. */
  public final ScriptedModel model = new ScriptedModel();

  /** Where messages are kept, over restarts too. */
  public final FaultyHistory history = new FaultyHistory();

  /** Where threads are kept, over restarts too. */
  public final InMemoryThreadList threadList = new InMemoryThreadList();

  /** Where rules are kept, over restarts too. */
  public final InMemoryApprovalRules rules = new InMemoryApprovalRules();

  private UnaryOperator<LocalRuntime.Builder> setUp = builder -> builder;
  private long ids;

  /** Makes a world whose tasks run in order. */
  public World() {
    this(new ManualScheduler());
  }

  /**
   * Makes a world with a scheduler of the test's.
   *
   * @param scheduler time, timers and tasks
   */
  public World(ManualScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * Changes how runtimes are built.
   *
   * @param change what else is set
   */
  public World with(UnaryOperator<LocalRuntime.Builder> change) {
    UnaryOperator<LocalRuntime.Builder> before = setUp;
    setUp = builder -> change.apply(before.apply(builder));
    return this;
  }

  /**
   * Adds tools.
   *
   * @param tools the tools
   */
  public World tools(Tool... tools) {
    return with(builder -> builder.tools(tools));
  }

  /**
   * Sets options.
   *
   * @param change what is set
   */
  public World options(UnaryOperator<RuntimeOptions.Builder> change) {
    return with(builder -> builder.options(change.apply(patient()).build()));
  }

  /** Returns options by which no thread is closed because a test lets time pass. */
  private static RuntimeOptions.Builder patient() {
    return RuntimeOptions.builder().idleThreadTimeout(Duration.ofDays(365));
  }

  /** Starts a runtime; called again, one that finds what the earlier one stored. */
  public LocalRuntime start() {
    return setUp
        .apply(LocalRuntime.builder(model)
            .options(patient().build())
            .json(new PlainJson())
            .history(history)
            .threadList(threadList)
            .approvalRules(rules)
            .clock(scheduler)
            .ids(prefix -> "%s_%06d".formatted(prefix, ++ids))
            .executor(scheduler)
            .timer(scheduler))
        .build();
  }

  /** Starts a runtime and opens its thread {@code t}, loaded. */
  public ThreadRuntime open() {
    return open("t");
  }

  /**
   * Starts a runtime and opens a thread, loaded.
   *
   * @param threadId which thread
   */
  public ThreadRuntime open(String threadId) {
    ThreadRuntime thread = start().threads("ada").open(threadId);
    CompletableFuture<Void> loaded = thread.load().toCompletableFuture();
    scheduler.runAll();
    loaded.join();
    return thread;
  }

  /**
   * Sends a text and runs all tasks.
   *
   * @param thread to which thread
   * @param text the text
   * @return what came of it
   */
  public RunResult send(ThreadRuntime thread, String text) {
    return finish(thread.send(text));
  }

  /**
   * Runs all tasks and returns what came of a run.
   *
   * @param run the run
   */
  public RunResult finish(Run run) {
    scheduler.runAll();
    CompletableFuture<RunResult> completion = run.completion().toCompletableFuture();
    if (!completion.isDone()) {
      throw new AssertionError("Nothing is left to do, but the run is " + run.state() + ".");
    }
    try {
      return completion.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw failed;
    }
  }

  /**
   * Returns the visible messages as {@code role: text}.
   *
   * @param thread of which thread
   */
  public static List<String> shown(ThreadRuntime thread) {
    return thread.state().messages().stream().map(World::line).toList();
  }

  private static String line(Message message) {
    String status = message.status() == null ? "" : " (" + message.status() + ")";
    return message.role().name().toLowerCase(java.util.Locale.ROOT)
        + ": "
        + message.text()
        + status;
  }
}
