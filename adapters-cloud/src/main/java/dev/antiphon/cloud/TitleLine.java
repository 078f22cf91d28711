package dev.antiphon.cloud;

import java.util.function.Consumer;

/** Makes one short line of a text while it comes. For one thread. */
final class TitleLine {

  private static final int MAX_LENGTH = 120;

  private final Consumer<String> target;
  private int length;
  private boolean isOver;

  TitleLine(Consumer<String> target) {
    this.target = target;
  }

  /** Returns whether nothing more is taken. */
  boolean isOver() {
    return isOver;
  }

  void take(String delta) {
    StringBuilder ready = new StringBuilder();
    for (int i = 0; i < delta.length() && !isOver; i++) {
      char each = delta.charAt(i);
      boolean hasBegun = length > 0;
      if (each == '\n' || each == '\r') {
        isOver = hasBegun;
      } else if (hasBegun || !Character.isWhitespace(each)) {
        ready.append(each);
        length++;
        isOver = length >= MAX_LENGTH && !Character.isHighSurrogate(each);
      }
    }
    if (ready.length() > 0) {
      target.accept(ready.toString());
    }
  }
}
