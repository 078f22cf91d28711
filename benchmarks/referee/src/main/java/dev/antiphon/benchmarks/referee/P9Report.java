package dev.antiphon.benchmarks.referee;

import dev.antiphon.benchmarks.referee.P9.Store;
import dev.antiphon.benchmarks.referee.Samples.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** What {@link P9} measured, in Markdown. */
final class P9Report {

  private static final double MOST_TIMES_THE_TRANSACTION = 2;
  private static final double MOST_GROWTH = 1.5;
  private static final double LEAST_TIMES_CHEAPER = 100;

  private static final String METHOD = """
      A message of 400 characters is stored, together with the thread's head where there is one.
      "%s" is plain JDBC, with tables, statements, checks and content like Antiphon's.
      "%s" is one statement that commits by itself, without head and revision. The windows of
      LangChain4j and Spring AI hold the whole conversation; LangChain4j's store keeps it in one row, as
      the SQL store of its community modules does. All share driver, pool and settings, and take turns
      within each round, in random order.

      A number is the median of the rounds, in brackets the middle half of them. A ratio is taken within
      each round, between what was measured within moments of each other.
      """.formatted(P9.TRANSACTION, P9.INSERT);

  private static final List<String> NAMES =
      List.of(P9.INSERT, P9.TRANSACTION, P9.ANTIPHON, P9.LANGCHAIN4J, P9.SPRING_AI);

  private final Map<Store, Samples> measured;
  private final int rounds;
  private final String commit;
  private final double loadBefore;
  private final List<String> versions;
  private final StringBuilder text = new StringBuilder();

  P9Report(
      Map<Store, Samples> measured,
      int rounds,
      String commit,
      double loadBefore,
      List<String> versions) {
    this.measured = measured;
    this.rounds = rounds;
    this.commit = commit;
    this.loadBefore = loadBefore;
    this.versions = versions;
  }

  String toMarkdown() {
    line("# P9: what one stored message costs");
    line("");
    line("Made by `benchmarks/run p9` at commit %s, in %d rounds.", commit, rounds);
    line("");
    MachineFacts.of().forEach((fact, value) -> line("- %s: %s", fact, value));
    line("- with: %s; PostgreSQL 18", String.join(", ", versions));
    line(
        "- load: %.1f processes wanted to run before, %.1f after. Other work ran on the machine"
            + " meanwhile, so read the ratios, not the microseconds.",
        loadBefore, MachineFacts.load());
    line("");
    line("%s", METHOD.strip());
    verdicts();
    measured.forEach(this::store);
    return text.toString();
  }

  private void verdicts() {
    line("");
    line("## Targets");
    line("");
    line("| target | measured | met |");
    line("|---|---|---|");
    measured.forEach((store, samples) -> {
      for (int size : P9.SIZES) {
        Spread ratio = samples.ratio(P9.ANTIPHON, P9.TRANSACTION, size);
        verdict(
            "%s, %d stored: at most %.0f times the same transaction by hand"
                .formatted(store.title(), size, MOST_TIMES_THE_TRANSACTION),
            ratio,
            ratio.median() <= MOST_TIMES_THE_TRANSACTION);
      }
      int last = P9.SIZES.get(P9.SIZES.size() - 1);
      Spread growth = samples.growth(P9.ANTIPHON, last, P9.SIZES.get(0));
      verdict(
          "%s: flat, %d stored against %d".formatted(store.title(), last, P9.SIZES.get(0)),
          growth,
          growth.median() <= MOST_GROWTH);
    });
    Spread cheaper = measured.get(Store.H2).ratio(P9.SPRING_AI, P9.ANTIPHON, 1_000);
    verdict(
        "H2 file, 1000 stored: at least %.0f times cheaper than Spring AI"
            .formatted(LEAST_TIMES_CHEAPER),
        cheaper,
        cheaper.median() >= LEAST_TIMES_CHEAPER);
  }

  private void verdict(String target, Spread ratio, boolean isMet) {
    line("| %s | %s | %s |", target, shown(ratio), isMet ? "yes" : "**no**");
  }

  private void store(Store store, Samples samples) {
    line("");
    line("## %s", store.title());
    table("microseconds", NAMES, name -> size -> samples.micros(name, size));
    table(
        "times \"%s\"".formatted(P9.TRANSACTION),
        NAMES,
        name -> size -> samples.ratio(name, P9.TRANSACTION, size));
    table(
        "times Antiphon",
        List.of(P9.LANGCHAIN4J, P9.SPRING_AI, P9.INSERT),
        name -> size -> samples.ratio(name, P9.ANTIPHON, size));
  }

  private interface Column {
    IntFunction<Spread> of(String name);
  }

  private void table(String title, List<String> names, Column column) {
    line("");
    StringBuilder head = new StringBuilder("| " + title + " |");
    StringBuilder rule = new StringBuilder("|---|");
    for (int size : P9.SIZES) {
      head.append(" n = ").append(size).append(" |");
      rule.append("---|");
    }
    line("%s", head);
    line("%s", rule);
    for (String name : names) {
      StringBuilder row = new StringBuilder("| " + name + " |");
      for (int size : P9.SIZES) {
        row.append(' ').append(shown(column.of(name).apply(size))).append(" |");
      }
      line("%s", row);
    }
  }

  private static String shown(Spread spread) {
    return "%s (%s to %s)"
        .formatted(shown(spread.median()), shown(spread.low()), shown(spread.high()));
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
