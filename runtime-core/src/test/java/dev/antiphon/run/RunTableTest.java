package dev.antiphon.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lays {@link RunTable} beside the table in {@code run-table.md}, cell by cell. */
class RunTableTest {

  private static final String RESOURCE = "run-table.md";
  private static final Path CONTRACT = Path.of("..", "docs", "behaviour.md");
  private static final List<RunState> DECISIONS =
      List.of(RunState.REQUESTING, RunState.EXECUTING, RunState.PAUSING, RunState.FINISHING);

  /** One cell of the table as text. */
  record Cell(RunEvent event, RunState state, String text) {
    @Override
    public String toString() {
      return event + " in " + state + ": " + text;
    }
  }

  static Stream<Cell> cells() {
    List<List<String>> rows = rowsOf(text(), "### none");
    RunEvent[] events = RunEvent.values();
    RunState[] states = RunState.values();
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < events.length; row++) {
      for (int column = 0; column < states.length; column++) {
        cells.add(new Cell(events[row], states[column], rows.get(row + 1).get(column + 1)));
      }
    }
    return cells.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  @DisplayName("RUN-1: a cell of the table of runs does what section 1.5 says")
  void cell(Cell cell) {
    for (RunFacts facts : allFacts()) {
      RunTransition expected = expected(cell, facts);

      RunTransition transition = RunTable.on(cell.state(), cell.event(), facts);

      assertThat(transition).as("%s with %s", cell, facts).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("RUN-1: the table has a cell for every event in every state")
  void noCellIsMissing() {
    List<List<String>> rows = rowsOf(text(), "### none");

    assertThat(rows).hasSize(RunEvent.values().length + 1);
    assertThat(rows)
        .allSatisfy(row ->
            assertThat(row).hasSize(RunState.values().length + 1).noneMatch(String::isBlank));
    assertThat(rows.get(0).subList(1, rows.get(0).size()))
        .isEqualTo(Arrays.stream(RunState.values()).map(Enum::name).toList());
    assertThat(cells()).hasSize(18 * 8);
  }

  @Test
  @DisplayName("RUN-1: the table has the rows and columns of the contract, in its order")
  void rowsOfTheContract() throws IOException {
    String contract = Files.readString(CONTRACT);

    List<List<String>> expected = rowsOf(contract, "Every event in every state.");

    List<List<String>> rows = rowsOf(text(), "### none");
    assertThat(rows.get(0)).isEqualTo(expected.get(0));
    assertThat(rows)
        .extracting(row -> row.get(0))
        .containsExactlyElementsOf(expected.stream().map(row -> row.get(0)).toList());
  }

  @Test
  @DisplayName("RUN-1: where the contract says that nothing happens, nothing does")
  void nothingHappens() throws IOException {
    List<List<String>> contract = rowsOf(Files.readString(CONTRACT), "Every event in every state.");

    List<List<String>> rows = rowsOf(text(), "### none");
    for (int row = 1; row < rows.size(); row++) {
      for (int column = 1; column < rows.get(row).size(); column++) {
        assertThat(rows.get(row).get(column).equals("·"))
            .as("%s, column %d", rows.get(row).get(0), column)
            .isEqualTo(contract.get(row).get(column).equals("·"));
      }
    }
  }

  // ---- reading a cell

  private static RunTransition expected(Cell cell, RunFacts facts) {
    for (String variant : cell.text().split(";", -1)) {
      String text = variant.strip();
      int end = text.indexOf(']');
      if (end < 0 || holds(text.substring(1, end), facts)) {
        return transition(cell.state(), text.substring(end + 1).strip(), facts);
      }
    }
    throw new AssertionError("No variant holds of " + cell + " with " + facts);
  }

  private static boolean holds(String condition, RunFacts facts) {
    return switch (condition) {
      case "new" -> facts.kind() == RunKind.NEW;
      case "continuation" -> facts.kind() == RunKind.CONTINUATION;
      case "resume" -> facts.kind() == RunKind.RESUME;
      case "cancelled in PREPARING" -> facts.isCancelledWhilePreparing();
      case "paused" -> facts.isPaused();
      case "others execute" -> facts.decided() == RunState.EXECUTING;
      case "else" -> true;
      default -> throw new AssertionError("Unknown condition: " + condition);
    };
  }

  private static RunTransition transition(RunState state, String text, RunFacts facts) {
    if (text.equals("·")) {
      return new RunTransition(state, RunReaction.IGNORE);
    }
    if (text.startsWith("= ")) {
      return new RunTransition(state, RunReaction.valueOf(text.substring(2)));
    }
    String[] parts = text.substring("→ ".length()).split(": ", -1);
    RunState next = parts[0].equals("decided") ? facts.decided() : RunState.valueOf(parts[0]);
    return new RunTransition(next, RunReaction.valueOf(parts[1]));
  }

  private static List<RunFacts> allFacts() {
    List<RunFacts> all = new ArrayList<>();
    for (RunKind kind : RunKind.values()) {
      for (boolean isCancelled : new boolean[] {true, false}) {
        for (boolean isPaused : new boolean[] {true, false}) {
          DECISIONS.forEach(decided -> all.add(new RunFacts(kind, isCancelled, isPaused, decided)));
        }
      }
    }
    return all;
  }

  // ---- reading a table

  private static String text() {
    try (InputStream in = RunTableTest.class.getResourceAsStream(RESOURCE)) {
      return new String(
          Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Returns the cells of the first table after a text, or of the first one if it is not there. */
  private static List<List<String>> rowsOf(String markdown, String after) {
    int start = Math.max(0, markdown.indexOf(after));
    List<List<String>> rows = new ArrayList<>();
    for (String line : markdown.substring(start).lines().toList()) {
      if (line.startsWith("|")) {
        String inner = line.substring(1, line.length() - 1);
        rows.add(Arrays.stream(inner.split("\\|")).map(String::strip).toList());
      } else if (!rows.isEmpty()) {
        break;
      }
    }
    rows.removeIf(row -> row.get(0).toLowerCase(Locale.ROOT).startsWith("---"));
    return rows;
  }
}
