package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.Role;
import java.util.List;

/** The texts that become titles (rule TITLE-3). Pure. */
final class TitleText {

  private static final int LONGEST = 50;
  private static final String ELLIPSIS = "...";

  private TitleText() {}

  /**
   * Returns the title of a thread that nobody makes one for: the first text of a user, cut if it
   * has more than 50 characters; empty if there is none.
   */
  static String of(List<Message> messages) {
    return messages.stream()
        .filter(message -> message.role() == Role.USER)
        .map(message -> oneLine(message.text()))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .map(TitleText::cut)
        .orElse("");
  }

  private static String cut(String text) {
    if (text.codePointCount(0, text.length()) <= LONGEST) {
      return text;
    }
    int end = text.offsetByCodePoints(0, LONGEST - ELLIPSIS.length());
    return text.substring(0, end).stripTrailing() + ELLIPSIS;
  }

  /**
   * Returns a text as a title: on one line, without blanks around it, and well-formed, since
   * storages refuse NUL and lone surrogates.
   */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(each -> {
      boolean isBlank = Character.isWhitespace(each) || Character.isISOControl(each);
      boolean isLone = each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE;
      if (isLone) {
        line.append('\uFFFD');
      } else if (!isBlank) {
        line.appendCodePoint(each);
      } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    });
    return line.toString().stripTrailing();
  }
}
