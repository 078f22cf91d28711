package dev.antiphon.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a setting is, for people who look for it. Made of a {@link Setting}; immutable. */
public final class SettingInfo {

  private final String key;
  private final String description;
  private final String expected;
  private final @Nullable String defaultValue;
  private final boolean isSecret;
  private final boolean isOptional;

  SettingInfo(
      String key,
      String description,
      String expected,
      @Nullable String defaultValue,
      boolean isSecret,
      boolean isOptional) {
    this.key = key;
    this.description = description;
    this.expected = expected;
    this.defaultValue = defaultValue;
    this.isSecret = isSecret;
    this.isOptional = isOptional;
  }

  /** Returns its key, such as {@code jdbc.pool-size}. */
  public String key() {
    return key;
  }

  /** Returns what it is for. */
  public String description() {
    return description;
  }

  /** Returns what its value is to be, such as {@code a whole number}. */
  public String expected() {
    return expected;
  }

  /** Returns the value if it is not set; of a list the elements between commas. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** Returns whether its value is never shown. */
  public boolean isSecret() {
    return isSecret;
  }

  /** Returns whether it must be set. */
  public boolean isRequired() {
    return defaultValue == null && !isOptional;
  }

  @Override
  public String toString() {
    return key;
  }
}
