package dev.antiphon.spi;

import java.util.Optional;

/**
 * The versions of the plug-in contract that are understood.
 *
 * @param oldest the first one
 * @param newest the last one
 */
record SpiVersions(int oldest, int newest) {

  /** Those of this version of Antiphon. */
  static final SpiVersions UNDERSTOOD =
      new SpiVersions(PluginInfo.OLDEST_SPI_VERSION, PluginInfo.SPI_VERSION);

  /** Says what is wrong with a plug-in that was built for a version, and what to do. */
  Optional<String> problemWith(int builtFor) {
    if (builtFor >= oldest && builtFor <= newest) {
      return Optional.empty();
    }
    String remedy = builtFor > newest
        ? "Use a newer Antiphon, or an older version of the plug-in"
        : "Use a newer version of the plug-in, or an older Antiphon";
    return Optional.of(
        "was built for version %d of the plug-in contract, but this Antiphon understands %s. %s"
            .formatted(builtFor, this, remedy));
  }

  @Override
  public String toString() {
    return oldest == newest ? "version " + newest : "versions %d to %d".formatted(oldest, newest);
  }
}
