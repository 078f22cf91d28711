package dev.antiphon.spi;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who a plug-in is. Its name is also the prefix of its settings. */
public final class PluginInfo {

  /** The version of this contract. It rises when a plug-in has to be changed for it. */
  public static final int SPI_VERSION = 1;

  /** The oldest version of this contract whose plug-ins still work. */
  public static final int OLDEST_SPI_VERSION = 1;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  /** First segments that other settings have: ours, and the system properties of a plain JVM. */
  private static final Set<String> TAKEN = Set.of(
      "antiphon",
      "file",
      "http",
      "https",
      "java",
      "jdk",
      "line",
      "native",
      "os",
      "path",
      "sun",
      "user");

  private final String name;
  private final @Nullable String version;
  private final int spiVersion;

  private PluginInfo(String name, @Nullable String version, int spiVersion) {
    this.name = name;
    this.version = version;
    this.spiVersion = spiVersion;
  }

  /**
   * Returns the info of a plug-in that states nothing but its name.
   *
   * @param name lower-case letters, digits and hyphens, at most 64; unique on a class path
   * @throws IllegalArgumentException if the name has another form or is taken
   */
  public static PluginInfo of(String name) {
    requireNonNull(name, "name");
    if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
      throw new IllegalArgumentException(
          "A plug-in is named with lower-case letters, digits and hyphens, and by none of %s, but this one is named '%s'."
              .formatted(TAKEN.stream().sorted().toList(), name));
    }
    return new PluginInfo(name, null, SPI_VERSION);
  }

  /**
   * Returns this info with the plug-in's own version.
   *
   * @param version for people, such as {@code 1.4.0}
   */
  public PluginInfo withVersion(String version) {
    return new PluginInfo(name, requireNonNull(version, "version"), spiVersion);
  }

  /**
   * Returns this info with the version of the contract that the plug-in was compiled against, so
   * that one beyond {@link #OLDEST_SPI_VERSION} to {@link #SPI_VERSION} is named when the plug-in
   * is loaded. Pass {@link #SPI_VERSION}: the compiler copies its value into the plug-in.
   *
   * @param spiVersion {@code PluginInfo.SPI_VERSION}
   */
  public PluginInfo builtFor(int spiVersion) {
    return new PluginInfo(name, version, spiVersion);
  }

  /** Returns its name, which is the prefix of its settings. */
  public String name() {
    return name;
  }

  /** Returns its own version, if it says one. */
  public Optional<String> version() {
    return Optional.ofNullable(version);
  }

  /** Returns the version of the contract that it was built for. */
  public int spiVersion() {
    return spiVersion;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PluginInfo that
        && name.equals(that.name)
        && Objects.equals(version, that.version)
        && spiVersion == that.spiVersion;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version, spiVersion);
  }

  @Override
  public String toString() {
    return version == null ? name : name + " " + version;
  }
}
