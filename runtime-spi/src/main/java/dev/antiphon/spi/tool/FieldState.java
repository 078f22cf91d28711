package dev.antiphon.spi.tool;

import org.jspecify.annotations.Nullable;

/** What is known of one field of streamed arguments; read by applications, made by nobody else. */
public sealed interface FieldState {

  /** It may still come, or is not complete yet. */
  record Pending() implements FieldState {}

  /**
   * It is complete.
   *
   * @param value Boolean, Number, String, an unmodifiable List or Map, or null for a JSON null
   */
  record Present(@Nullable Object value) implements FieldState {}

  /** It can no longer come: its object was closed without it, or the text ended before its end. */
  record Absent() implements FieldState {}
}
