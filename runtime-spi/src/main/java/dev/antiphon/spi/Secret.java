package dev.antiphon.spi;

import static java.util.Objects.requireNonNull;

/**
 * A value that must not be shown, such as a key or password. Its {@code toString} is {@code ***};
 * two secrets are equal only if they are the same object.
 */
public final class Secret {

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Returns a secret.
   *
   * @param value what must not be shown
   */
  public static Secret of(String value) {
    return new Secret(requireNonNull(value, "value"));
  }

  /** Returns the value, for whom it is meant. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
