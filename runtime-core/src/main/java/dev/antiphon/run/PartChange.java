package dev.antiphon.run;

import dev.antiphon.message.MessagePart;

/** What one write of an adapter changed, in the order it happened. */
public sealed interface PartChange {

  /** Returns which part. */
  int index();

  /**
   * A part is there that was not.
   *
   * @param index which part
   * @param part the part
   */
  record Started(int index, MessagePart part) implements PartChange {}

  /**
   * The text of a part grew.
   *
   * @param index which part
   * @param kind what grew
   * @param delta by what
   */
  record Grown(int index, Kind kind, String delta) implements PartChange {}

  /**
   * A part will not grow any more.
   *
   * @param index which part
   * @param part the part as it stays
   */
  record Ended(int index, MessagePart part) implements PartChange {}

  /** What can grow. */
  enum Kind {
    /** The text of a text part. */
    TEXT,
    /** The text of a reasoning part. */
    REASONING,
    /** The argument text of a call. */
    ARGUMENTS
  }
}
