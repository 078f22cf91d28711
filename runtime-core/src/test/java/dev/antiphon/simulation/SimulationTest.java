package dev.antiphon.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testing.HangWatch;
import dev.antiphon.testing.QuietLog;
import dev.antiphon.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SimulationTest {

  private static final int HISTORIES = 20_000;
  private static final int THOROUGH_HISTORIES = 100_000;
  private static final int SHOWN_LINES = 60;

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  @DisplayName(
      "HIST-2…8, LOAD-6…7, RUN-15…22, TOOL-11…13, APPR-9…13, EVT-1, EVT-4: under random orders,"
          + " faults and deaths every history ends, and what was promised is there")
  void historiesEndWell() {
    QuietLog.during(() -> {
      try (HangWatch watch = HangWatch.start()) {
        for (long seed : Seeds.of(SimulationTest.class, HISTORIES, THOROUGH_HISTORIES)) {
          watch.running("History " + seed);
          List<String> violations = Simulation.play(seed, Plant.NONE).violations();
          if (!violations.isEmpty()) {
            throw new AssertionError(failure(seed, violations));
          }
        }
      }
    });
  }

  private static String failure(long seed, List<String> violations) {
    List<String> trace = Simulation.trace(seed, Plant.NONE);
    int end = 0;
    while (end < trace.size() && !trace.get(end).contains("VIOLATED")) {
      end++;
    }
    int first = Math.max(0, end - SHOWN_LINES);
    return "Seed %d (replay with '%s', then keep it in seeds.txt): %s%n%s"
        .formatted(
            seed,
            Seeds.replay(SimulationTest.class, seed),
            violations.get(0),
            String.join("\n", trace.subList(first, Math.min(trace.size(), end + 1))));
  }

  @Test
  @DisplayName("one seed is one history: it happens again in every detail")
  void isDeterministic() {
    QuietLog.during(() -> {
      for (long seed = 1; seed <= 50; seed++) {
        assertThat(Simulation.trace(seed, Plant.NONE))
            .isEqualTo(Simulation.trace(seed, Plant.NONE));
      }
    });
  }

  @Test
  @DisplayName(
      "histories go where it hurts: tools run, gates are decided, processes die in between")
  void goesEverywhere() {
    List<Simulation.Outcome> outcomes = new ArrayList<>();
    QuietLog.during(() -> {
      for (long seed = 1; seed <= 400; seed++) {
        outcomes.add(Simulation.play(seed, Plant.NONE));
      }
    });
    Simulation.Outcome all = outcomes.stream().reduce(Simulation.Outcome::plus).orElseThrow();

    assertThat(all.deaths()).isGreaterThan(600);
    assertThat(all.executions()).isGreaterThan(600);
    assertThat(all.approvals()).isGreaterThan(60);
    assertThat(all.faults()).isGreaterThan(600);
  }

  @Test
  @DisplayName("a history that acknowledges and does not store is found out")
  void findsAcknowledgedBeforeStored() {
    assertThat(foundWith(Plant::acknowledgesBeforeStore))
        .anyMatch(violation -> violation.startsWith("acknowledged => stored"))
        .anyMatch(violation -> violation.startsWith("stored before the model is called"));
  }

  @Test
  @DisplayName("a last delta that goes missing is found out")
  void findsLostDelta() {
    assertThat(foundWith(Plant::losesLastDelta))
        .anyMatch(violation -> violation.startsWith("a reply is what the model wrote"));
  }

  @Test
  @DisplayName("a tool that runs twice is found out")
  void findsToolRunTwice() {
    assertThat(foundWith(Plant::runsToolsTwice))
        .anyMatch(violation -> violation.startsWith("a call is executed once"));
  }

  @Test
  @DisplayName("a gated call that is executed without a decision is found out")
  void findsOpenedGate() {
    assertThat(foundWith(Plant::opensGates))
        .anyMatch(violation -> violation.startsWith("executed is what was approved"));
  }

  @Test
  @DisplayName("a queued message that goes missing is found out")
  void findsLostItem() {
    assertThat(foundWith(Plant::losesQueued))
        .anyMatch(violation -> violation.contains("every run has ended and completed"));
  }

  @Test
  @DisplayName("a queued message that is dispatched twice is found out")
  void findsItemDispatchedTwice() {
    assertThat(foundWith(Plant::dispatchesTwice))
        .anyMatch(violation -> violation.startsWith("a run begins once")
            || violation.startsWith("a run does not begin after its end"));
  }

  /** Returns what the checker says of a few histories with a bug planted into each. */
  private static List<String> foundWith(Supplier<Plant> plant) {
    List<String> violations = new ArrayList<>();
    QuietLog.during(() -> {
      for (long seed = 1; seed <= 40; seed++) {
        violations.addAll(Simulation.play(seed, plant.get()).violations());
      }
    });
    return violations;
  }
}
