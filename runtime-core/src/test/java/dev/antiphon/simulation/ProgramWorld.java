package dev.antiphon.simulation;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ModelException;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.RuntimeOptions;
import dev.antiphon.runtime.Subscription;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.EventChecker;
import dev.antiphon.testing.HistoryChecker;
import dev.antiphon.testing.ManualScheduler;
import dev.antiphon.testing.MortalProcess;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.testing.SimulatedStore;
import dev.antiphon.testing.ToolChecker;
import dev.antiphon.thread.SaveState;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolCall;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The real thread of a program, and what it talks to. A model or tool that is called lets the
 * program go on until the program says how it comes back.
 */
final class ProgramWorld implements SimulatedStore.Nemesis {

  static final Duration TOOL_TIMEOUT = Duration.ofMinutes(10);
  static final ErrorInfo BROKEN = ErrorInfo.of("network", "The commanded model broke off.");

  private static final int MAX_RETRIES = 40;

  final HistoryChecker checker = new HistoryChecker();
  private final ThreadProgram program;
  private final ManualScheduler scheduler = new ManualScheduler();
  private final SimulatedStore store = new SimulatedStore(scheduler, this, checker);
  private final ToolChecker tools = new ToolChecker(checker);
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final Map<String, Execution> executions = new HashMap<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();

  private MortalProcess process = new MortalProcess(scheduler);
  private Duration clockSkew = Duration.ZERO;
  private boolean failsNext;
  private @Nullable ThreadRuntime thread;
  private @Nullable Step step;
  private @Nullable Step lateStep;

  ProgramWorld(ThreadProgram program) {
    this.program = program;
  }

  // ---- calls that the program is in the middle of

  /** A call of a port that has not come back. */
  private abstract class Frame {
    private final MortalProcess caller = process;
    boolean isFinished;

    abstract boolean isCancelled();

    boolean isDone() {
      return isFinished || isCancelled() || caller.isDead();
    }

    /** Lets the program go on until this call may come back. */
    void dwell() {
      frames.push(this);
      try {
        if (!isDone() && program.goesOn()) {
          compareAtRest();
        }
        while (program.goesOn() && !isDone()) {
          program.step();
        }
      } finally {
        frames.pop();
      }
      caller.check();
    }
  }

  private void compareAtRest() {
    try {
      rest();
      if (program.goesOn() && !isReturning()) {
        ThreadComparison.check(this, program.model, "when a port was called");
      }
    } catch (RuntimeException | Error thrown) {
      program.failed(thrown);
    }
  }

  /** A step of the model. */
  final class Step extends Frame {
    final ReplyWriter reply;
    private final RunRequest request;
    private boolean isBroken;

    Step(RunRequest request, ReplyWriter reply) {
      this.request = request;
      this.reply = reply;
    }

    void finish(@Nullable Status status) {
      if (status != null) {
        reply.status(status);
      }
      isFinished = true;
      lateStep = this;
    }

    void fail() {
      isBroken = true;
      isFinished = true;
      lateStep = this;
    }

    @Override
    boolean isCancelled() {
      return request.cancellation().isCancelled();
    }
  }

  /** One execution of a tool. */
  final class Execution extends Frame {
    private final ToolCall call;
    private String result = "left";

    Execution(ToolCall call) {
      this.call = call;
    }

    void finish(String outcome) {
      result = outcome;
      isFinished = true;
    }

    @Override
    boolean isCancelled() {
      return call.cancellation().isCancelled();
    }
  }

  /** Returns whether the innermost call is about to come back, so that nothing is at rest. */
  boolean isReturning() {
    Frame innermost = frames.peek();
    return innermost != null && innermost.isDone();
  }

  Step step() {
    return requireNonNull(step);
  }

  Execution execution(String callId) {
    return requireNonNull(executions.get(callId), "Tool call " + callId + " was not executed.");
  }

  private void runModel(RunRequest request, ReplyWriter reply) throws ModelException {
    process.check();
    checker.modelCalled(request);
    Step called = new Step(request, reply);
    step = called;
    called.dwell();
    if (called.isBroken) {
      throw new ModelException(BROKEN.code(), BROKEN.message(), true, null);
    }
  }

  private Object runTool(
      ToolCall call, boolean isIdempotent, boolean isGated, Map<String, Object> arguments) {
    process.check();
    tools.executed(arguments, call, isIdempotent, isGated);
    Execution called = new Execution(call);
    executions.put(call.id().value(), called);
    called.dwell();
    if (called.result.equals("error")) {
      throw new IllegalStateException("The commanded tool failed.");
    }
    return called.result;
  }

  private Object ask(ToolCall call, Map<String, Object> arguments) {
    process.check();
    tools.executed(arguments, call, false, false);
    return call.answer().isPresent() ? "thanks" : ToolResult.needsInput("how many?");
  }

  void writeLate(String text) {
    if (lateStep != null) {
      lateStep.reply.text(text);
    }
  }

  // ---- the runtime

  void open() {
    process = new MortalProcess(scheduler);
    MortalProcess mine = process;
    LocalRuntime runtime = LocalRuntime.builder(this::runModel)
        .json(new PlainJson())
        .history(refusing(store.history(mine, found -> {})))
        .threadList(store.threadList(mine))
        .approvalRules(store.rules())
        .options(RuntimeOptions.builder()
            .maxSteps(ThreadModel.MAX_STEPS)
            .toolTimeout(TOOL_TIMEOUT)
            .build())
        .tools(
            tool("read", true),
            tool("write", false),
            tool("pay", false).needsApproval(),
            Tool.builder("ask", "Asks")
                .handler((arguments, call) -> ask(call, arguments))
                .build(),
            Tool.builder("human", "A person does it").build())
        .clock(() -> scheduler.instant().plus(clockSkew))
        .ids(prefix -> prefix + "_" + (mine.isDead() ? 0 : ids.merge(prefix, 1, Integer::sum)))
        .executor(mine)
        .timer(mine)
        .build();
    subscriptions.clear();
    thread = runtime.threads(Simulation.THREAD.owner()).open(Simulation.THREAD.threadId());
    thread.subscribe(new EventChecker(checker, Integer.MAX_VALUE / 1_024));
    thread.load();
  }

  private Tool tool(String name, boolean isIdempotent) {
    return Tool.builder(name, "Does " + name)
        .idempotent(isIdempotent)
        .handler((arguments, call) -> runTool(call, isIdempotent, name.equals("pay"), arguments))
        .build();
  }

  /** Refuses the next batch that brings or takes messages, if it was told to. */
  private ThreadHistoryAdapter refusing(ThreadHistoryAdapter history) {
    return new ThreadHistoryAdapter() {
      @Override
      public LoadedThread load(ThreadKey key) {
        return history.load(key);
      }

      @Override
      public ThreadRevision write(ThreadKey key, HistoryBatch batch) {
        boolean isDue = failsNext
            && batch.entries().stream()
                .anyMatch(entry ->
                    entry instanceof HistoryEntry.Append || entry instanceof HistoryEntry.Delete);
        if (isDue) {
          failsNext = false;
          throw new StorageException("unavailable", "The commanded store refuses.", true, null);
        }
        return history.write(key, batch);
      }
    };
  }

  void failNext() {
    failsNext = true;
  }

  void worksAgain() {
    failsNext = false;
  }

  ThreadRuntime thread() {
    return requireNonNull(thread);
  }

  Map<MessageId, MessageItem> stored() {
    return store.items(Simulation.THREAD);
  }

  Head storedHead() {
    return store.head(Simulation.THREAD);
  }

  /** Runs everything until nothing can go on before the next command. */
  void rest() {
    scheduler.runAll();
    for (int i = 0; i < MAX_RETRIES && hasPendingWrites(); i++) {
      scheduler.advance(Duration.ofMillis(200));
    }
  }

  private boolean hasPendingWrites() {
    return !isReturning() && thread().state().unsaved().containsValue(SaveState.PENDING);
  }

  void advance(Duration duration) {
    scheduler.advance(duration);
  }

  void skewClock(Duration skew) {
    clockSkew = skew;
  }

  void subscribe(boolean isBad) {
    EventChecker listener = new EventChecker(checker, Integer.MAX_VALUE / 1_024);
    subscriptions.add(thread().subscribe(event -> {
      listener.accept(event);
      if (isBad) {
        throw new IllegalStateException("This listener throws.");
      }
    }));
  }

  void unsubscribe() {
    if (!subscriptions.isEmpty()) {
      subscriptions.remove(0).close();
    }
  }

  void approved(PendingApproval gate, Map<String, Object> arguments) {
    tools.approved(gate.messageId(), gate.toolCallId(), arguments);
  }

  void answered(String callId) {
    tools.answered(new ToolCallId(callId));
  }

  void mayVanish(List<MessageId> removed) {
    checker.mayVanish(removed);
  }

  void imported(List<MessageItem> removed, List<MessageItem> items) {
    checker.imported(removed, items);
  }

  // ---- the storage works but for what is commanded

  @Override
  public SimulatedStore.Fault strike(boolean isWrite) {
    return SimulatedStore.Fault.NONE;
  }

  @Override
  public void delay() {}

  /** Ends the process; {@link #open} starts another one. */
  @Override
  public void kill() {
    process.kill();
    failsNext = false;
  }
}
