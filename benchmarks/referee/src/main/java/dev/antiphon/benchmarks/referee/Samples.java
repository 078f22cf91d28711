package dev.antiphon.benchmarks.referee;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured on one database: for each contender and size, the median of each round.
 *
 * <p>Ratios are taken round by round, between medians that were measured within moments of each
 * other, so that whatever else the machine does is in both.
 */
final class Samples {

  /**
   * A middle and how far the rounds are spread around it.
   *
   * @param median of the rounds
   * @param low a quarter of the rounds are below
   * @param high a quarter of the rounds are above
   */
  record Spread(double median, double low, double high) {}

  private record Key(String contender, int size) {}

  private final Map<Key, List<Double>> rounds = new LinkedHashMap<>();

  /** Adds a round. */
  void add(String contender, int size, List<Long> nanos) {
    List<Double> values = nanos.stream().map(Long::doubleValue).toList();
    rounds
        .computeIfAbsent(new Key(contender, size), any -> new ArrayList<>())
        .add(quantile(values, 0.5));
  }

  /** Returns the microseconds of a message. */
  Spread micros(String contender, int size) {
    return spread(of(contender, size).stream().map(nanos -> nanos / 1000).toList());
  }

  /** Returns how many times as long one takes as the other, at the same size. */
  Spread ratio(String contender, String other, int size) {
    return ratio(of(contender, size), of(other, size));
  }

  /** Returns how many times as long one takes at a size as at another. */
  Spread growth(String contender, int size, int from) {
    return ratio(of(contender, size), of(contender, from));
  }

  private static Spread ratio(List<Double> these, List<Double> those) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < these.size(); round++) {
      ratios.add(these.get(round) / those.get(round));
    }
    return spread(ratios);
  }

  private List<Double> of(String contender, int size) {
    List<Double> found = rounds.get(new Key(contender, size));
    if (found == null) {
      throw new IllegalStateException(
          "Nothing was measured of %s at %d messages.".formatted(contender, size));
    }
    return found;
  }

  private static Spread spread(List<Double> values) {
    return new Spread(quantile(values, 0.5), quantile(values, 0.25), quantile(values, 0.75));
  }

  /** Returns the value below which a part of them is, between two neighbours if need be. */
  static double quantile(List<Double> values, double part) {
    List<Double> sorted = values.stream().sorted().toList();
    double place = part * (sorted.size() - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
