package dev.antiphon.simulation;

import dev.antiphon.runtime.RuntimeOptions;
import dev.antiphon.runtime.WhenBusy;
import dev.antiphon.testing.ManualScheduler;
import dev.antiphon.testing.PriorityChoice;
import dev.antiphon.testing.SimulatedStore.Fault;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What kind of world a history plays in, drawn once per seed: most histories have few kinds of
 * trouble, so that what is seldom is not buried under what is common.
 */
final class Profile {

  private static final int THOUSAND = 1_000;
  private static final int[] PATIENCE = {0, 60, 95, 100};
  private static final int[] CALL_RATES = {10, 35, 60};
  private static final List<WhenBusy> BUSY =
      List.of(WhenBusy.INTERRUPT, WhenBusy.ENQUEUE, WhenBusy.STEER);

  final ManualScheduler.Choice choice;
  final RuntimeOptions options;
  final int commands;
  final int thinkPause;
  final int eventDepth;

  /** How many of a hundred commands of the user wait for quiet; the others come at any moment. */
  final int patience;

  /** How many of a hundred commands give what the thread waits for, if it waits for something. */
  final int attention;

  /** How many of a hundred things that the model writes are calls of tools. */
  final int callRate;

  private final RandomGenerator random;
  private final int rejected;
  private final int answerLost;
  private final int dies;
  private final int loadFails;
  private final int delayed;

  Profile(RandomGenerator random) {
    this.random = random;
    this.choice = choice(random);
    this.commands = 9 + random.nextInt(24);
    this.thinkPause = 1 + random.nextInt(12);
    this.eventDepth = 3 + random.nextInt(5);
    this.patience = PATIENCE[random.nextInt(PATIENCE.length)];
    this.attention = 10 + random.nextInt(80);
    this.callRate = CALL_RATES[random.nextInt(CALL_RATES.length)];
    int trouble = random.nextInt(5);
    this.rejected = trouble == 1 || trouble == 3 ? 80 + random.nextInt(400) : 0;
    this.answerLost = trouble == 2 ? 40 + random.nextInt(160) : 0;
    this.dies = trouble >= 3 ? 8 + random.nextInt(64) : 0;
    this.loadFails = trouble == 1 ? 200 : 0;
    this.delayed = random.nextInt(3) == 0 ? 0 : random.nextInt(600);
    this.options = options(random);
  }

  /** Returns whether the storage always does at once what it is told. */
  boolean isStorageCalm() {
    return rejected == 0 && answerLost == 0 && delayed == 0;
  }

  /** Returns whether a call of the storage takes its time. */
  boolean isDelayed() {
    return random.nextInt(THOUSAND) < delayed;
  }

  /** Returns what goes wrong at a call of the storage. */
  Fault fault(boolean isWrite) {
    int dice = random.nextInt(THOUSAND);
    if (dice < dies) {
      return random.nextBoolean() ? Fault.DIES_BEFORE : Fault.DIES_AFTER;
    }
    if (!isWrite) {
      return dice < loadFails ? Fault.REJECTED : Fault.NONE;
    }
    if (dice < dies + answerLost) {
      return Fault.ANSWER_LOST;
    }
    return dice < dies + answerLost + rejected ? Fault.REJECTED : Fault.NONE;
  }

  /** Returns whether the process dies between two tasks. */
  boolean diesNow() {
    return dies > 0 && random.nextInt(THOUSAND) < dies;
  }

  private static ManualScheduler.Choice choice(RandomGenerator random) {
    return switch (random.nextInt(5)) {
      case 0 -> ready -> 0;
      case 1 -> new PriorityChoice(random, 40);
      case 2 -> new PriorityChoice(random, 8);
      default -> ready -> random.nextInt(ready.size());
    };
  }

  private static RuntimeOptions options(RandomGenerator random) {
    RuntimeOptions.Builder options = RuntimeOptions.builder()
        .maxSteps(1 + random.nextInt(5))
        .maxParallelTools(1 + random.nextInt(3))
        .historyAttempts(1 + random.nextInt(4))
        .whenBusy(BUSY.get(random.nextInt(BUSY.size())))
        .checkpointInterval(Duration.ofMillis(random.nextBoolean() ? 1_000 : 50))
        .eventBuffer(random.nextInt(8) == 0 ? 4 : 1_024);
    if (random.nextInt(3) == 0) {
      options.runTimeout(Duration.ofSeconds(1 + random.nextInt(120)));
    }
    if (random.nextInt(3) == 0) {
      options.approvalTimeout(Duration.ofSeconds(1 + random.nextInt(90)));
    }
    if (random.nextInt(6) == 0) {
      options.maxReplyBytes(120);
    }
    return options.build();
  }
}
