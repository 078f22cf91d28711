package dev.antiphon.simulation;

import com.google.errorprone.annotations.FormatMethod;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.EventChecker;
import dev.antiphon.testing.HistoryChecker;
import dev.antiphon.testing.ManualScheduler;
import dev.antiphon.testing.MortalProcess;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.testing.SimulatedStore;
import dev.antiphon.testing.ToolChecker;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One history: the real runtime in a world made of one seed. A user gives commands, the model and
 * the tools do what they like, the storage fails and the process dies; then the trouble ends,
 * everything has to come to its end, and what was promised is laid beside what is there.
 *
 * <p>A port that takes its time lets other tasks run in its middle, on the same stack.
 */
final class Simulation implements SimulatedStore.Nemesis {

  static final ThreadKey THREAD = new ThreadKey("ada", "t");

  private final Profile profile;
  private final Plant planted;
  private final ManualScheduler scheduler;
  private final HistoryChecker checker =
      new HistoryChecker(violation -> tell("VIOLATED: %s", violation));
  private final ToolChecker tools = new ToolChecker(checker);
  private final SimulatedStore store;
  private final SimulatedModel model;
  private final SimulatedTools simulatedTools;
  private final SimulatedUser user;
  private final List<String> trace = new ArrayList<>();
  private final boolean isTraced;

  private MortalProcess process;
  private @Nullable ThreadRuntime thread;
  private @Nullable EventChecker events;
  private Duration clockSkew = Duration.ZERO;
  private int depth;
  private long ids;
  private int lives;
  private int faults;
  private boolean isPeaceful;

  private Simulation(long seed, Plant planted, boolean isTraced) {
    SplittableRandom random = new SplittableRandom(seed);
    this.profile = new Profile(random);
    this.planted = planted;
    this.isTraced = isTraced;
    this.scheduler = ManualScheduler.choosing(profile.choice);
    this.process = new MortalProcess(scheduler);
    this.store = new SimulatedStore(scheduler, this, checker);
    this.model = new SimulatedModel(this, random, profile.callRate);
    this.simulatedTools = new SimulatedTools(this, random);
    this.user = new SimulatedUser(this, random, profile);
  }

  /**
   * What came of a history, or of several.
   *
   * @param violations what was found wrong
   * @param deaths how often a process died
   * @param executions how often a tool ran
   * @param approvals how often a call was approved
   * @param faults how often the storage failed
   */
  record Outcome(List<String> violations, int deaths, int executions, int approvals, int faults) {

    Outcome plus(Outcome other) {
      List<String> all = new ArrayList<>(violations);
      all.addAll(other.violations);
      return new Outcome(
          all,
          deaths + other.deaths,
          executions + other.executions,
          approvals + other.approvals,
          faults + other.faults);
    }
  }

  /** Plays one history. */
  static Outcome play(long seed, Plant planted) {
    Simulation simulation = new Simulation(seed, planted, false);
    simulation.play();
    return new Outcome(
        simulation.checker.violations(),
        simulation.lives - 1,
        simulation.tools.executions(),
        simulation.tools.approvals(),
        simulation.faults);
  }

  /** Plays one history and returns what happened in it. */
  static List<String> trace(long seed, Plant planted) {
    Simulation simulation = new Simulation(seed, planted, true);
    simulation.play();
    return simulation.trace;
  }

  private void play() {
    try {
      open();
      while (user.hasMore() && checker.violations().isEmpty()) {
        turn();
      }
      if (checker.violations().isEmpty()) {
        new Ending(this).check();
      }
    } catch (RuntimeException | AssertionError | StackOverflowError failure) {
      checker.violated("nothing is thrown: " + describe(failure));
    }
  }

  private static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder(failure.toString());
    for (int i = 0; i < Math.min(14, failure.getStackTrace().length); i++) {
      text.append("\n    at ").append(failure.getStackTrace()[i]);
    }
    return text.toString();
  }

  // ---- lives

  /** Starts a process on what the last one left. */
  void open() {
    process = new MortalProcess(scheduler);
    lives++;
    tell("-- life %d begins", lives);
    MortalProcess mine = process;
    LocalRuntime runtime = LocalRuntime.builder(model)
        .json(new PlainJson())
        .history(planted.history(store.history(mine, checker::loaded)))
        .threadList(store.threadList(mine))
        .approvalRules(store.rules())
        .options(profile.options)
        .tools(simulatedTools.all())
        .clock(() -> scheduler.instant().plus(clockSkew))
        .ids(prefix -> prefix + "_" + ++ids)
        .executor(mine)
        .timer(mine)
        .build();
    ThreadRuntime opened = runtime.threads(THREAD.owner()).open(THREAD.threadId());
    EventChecker listener = new EventChecker(checker, profile.options.maxSteps());
    thread = opened;
    events = listener;
    opened.subscribe(event -> {
      if (isTraced) {
        tell("   %s", shown(event));
      }
      listener.accept(event);
    });
    user.reborn();
    opened.load();
  }

  private static String shown(ThreadEvent event) {
    return event
        .toString()
        .replaceAll("header=EventHeader.sequence=(\\d+), epochMillis=\\d*(\\d{6}),", "$1 @$2")
        .replaceAll(" \\w+Id=null,?", "");
  }

  private void turn() {
    try {
      if (profile.diesNow()) {
        kill();
      }
      pump(1 + profile.thinkPause);
    } catch (MortalProcess.Died died) {
      // What stood on the stack of the dead process has come to its end.
    }
    if (process.isDead()) {
      open();
    }
  }

  /** Ends a process as kill -9 does, and starts another one. */
  void restart() {
    kill();
    open();
  }

  @Override
  public void kill() {
    tell("-- the process dies");
    process.kill();
    Map<MessageId, MessageItem> stored = store.items(THREAD);
    if (profile.isStorageCalm()) {
      checker.lostAtMost(stored, millis() - profile.options.checkpointInterval().toMillis() - 1);
    }
    checker.loaded(stored);
  }

  // ---- what ports and tools may do while they are called

  /** Lets other tasks and the user go on; may be called in the middle of a task. */
  void pump(int atMost) {
    MortalProcess mine = process;
    if (depth > profile.eventDepth) {
      return;
    }
    depth++;
    try {
      for (int i = 0; i < atMost; i++) {
        mine.check();
        if (!isPeaceful && user.isReady()) {
          user.act();
        } else if (!scheduler.runOne()) {
          break;
        }
      }
    } finally {
      depth--;
    }
    mine.check();
  }

  /** Returns whether nothing can go on by itself before time passes, and no port is waited for. */
  boolean isQuiet() {
    return depth == 1 && scheduler.readyCount() == 0;
  }

  /** Lets time pass. */
  void takeTime(long millis) {
    MortalProcess mine = process;
    scheduler.advance(Duration.ofMillis(millis));
    mine.check();
  }

  /** Sets the clock, as an administrator does. */
  void skewClock(Duration skew) {
    clockSkew = skew;
  }

  /** Does something at another time, on the process of now. */
  void later(Runnable task) {
    process.execute(task);
  }

  @Override
  public SimulatedStore.Fault strike(boolean isWrite) {
    SimulatedStore.Fault fault = isPeaceful ? SimulatedStore.Fault.NONE : profile.fault(isWrite);
    if (fault != SimulatedStore.Fault.NONE) {
      faults++;
      tell("   storage: %s", fault);
    }
    if (fault == SimulatedStore.Fault.ANSWER_LOST) {
      checker.outcomeUnknown();
    }
    return fault;
  }

  @Override
  public void delay() {
    if (!isPeaceful && profile.isDelayed()) {
      pump(4);
    }
  }

  // ---- the end of the trouble

  /** No more faults, commands and deaths. */
  void makePeace() {
    tell("-- peace");
    isPeaceful = true;
    clockSkew = Duration.ZERO;
    model.tame();
  }

  int lives() {
    return lives;
  }

  MortalProcess process() {
    return process;
  }

  ThreadRuntime thread() {
    return Objects.requireNonNull(thread);
  }

  EventChecker events() {
    return Objects.requireNonNull(events);
  }

  HistoryChecker checker() {
    return checker;
  }

  ToolChecker tools() {
    return tools;
  }

  SimulatedStore store() {
    return store;
  }

  SimulatedUser user() {
    return user;
  }

  ManualScheduler scheduler() {
    return scheduler;
  }

  Plant planted() {
    return planted;
  }

  long millis() {
    return scheduler.millis();
  }

  @FormatMethod
  void tell(String format, @Nullable Object... arguments) {
    if (isTraced) {
      trace.add("  ".repeat(depth) + format.formatted(arguments));
    }
  }
}
