package dev.antiphon.spi.tool;

import org.jspecify.annotations.Nullable;

/** Hears once how a field of streamed arguments turned out; implemented by applications. */
@FunctionalInterface
public interface FieldListener {

  /**
   * The field is complete.
   *
   * @param value Boolean, Number, String, an unmodifiable List or Map, or null for a JSON null
   */
  void present(@Nullable Object value);

  /** The field can no longer come. Does nothing unless implemented. */
  default void absent() {}
}
