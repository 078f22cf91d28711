package dev.antiphon.openai;

import java.util.function.Consumer;

/**
 * Makes a title of what a model writes, while it writes: the first line, without quotes, markup and
 * a full stop around it, cut at a length, and without thoughts in tags before it.
 *
 * <p><b>Threads.</b> For one thread at a time.
 */
final class TitleText {

  private static final String AROUND = " \t\"'“”„«»`*#.:";
  private static final String THOUGHTS = "<think>";
  private static final String END_OF_THOUGHTS = "</think>";

  private final Consumer<String> target;
  private final int maxLength;

  private final StringBuilder written = new StringBuilder();

  /** What may be the end, and is dropped then. */
  private final StringBuilder held = new StringBuilder();

  /** The beginning, as long as it may be that of thoughts. */
  private final StringBuilder beginning = new StringBuilder();

  private boolean hasBegun;
  private boolean isOver;

  TitleText(Consumer<String> target, int maxLength) {
    this.target = target;
    this.maxLength = maxLength;
  }

  void take(String delta) {
    if (hasBegun) {
      write(delta);
      return;
    }
    beginning.append(delta);
    String text = beginning.toString().stripLeading();
    if (text.startsWith(THOUGHTS)) {
      int end = text.indexOf(END_OF_THOUGHTS);
      text = end < 0 ? "" : text.substring(end + END_OF_THOUGHTS.length()).stripLeading();
    }
    if (!text.isEmpty() && !THOUGHTS.startsWith(text)) {
      hasBegun = true;
      write(text);
    }
  }

  private void write(String text) {
    StringBuilder ready = new StringBuilder();
    for (int i = 0; i < text.length() && !isOver; i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        isOver = written.length() + ready.length() > 0;
      } else if (AROUND.indexOf(c) >= 0) {
        held.append(c);
      } else {
        boolean isFirst = written.length() + ready.length() == 0;
        ready.append(isFirst ? "" : held).append(c);
        held.setLength(0);
        isOver = written.length() + ready.length() >= maxLength && !Character.isHighSurrogate(c);
      }
    }
    if (ready.length() > 0) {
      written.append(ready);
      target.accept(ready.toString());
    }
  }
}
