package dev.antiphon.directive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The notation {@code :type[label]{name=id}} (rules DIR-1 to DIR-3). A backslash takes any meaning
 * from the character after it, so every type, label and id can be written: in a type everything but
 * letters, digits, {@code _} and {@code -} needs one, in a label the closing bracket, in an id the
 * closing brace, in both the backslash itself and the end of a line.
 */
final class ColonDirectives implements DirectiveFormatter {

  private static final char ESCAPE = '\\';
  private static final String NAME = "{name=";

  @Override
  public String format(Directive directive) {
    StringBuilder text = new StringBuilder(":");
    append(text, directive.type(), ColonDirectives::isPlainInType);
    text.append('[');
    append(text, directive.label(), ColonDirectives::isPlainInLabel);
    text.append(']');
    if (!directive.id().equals(directive.label())) {
      text.append(NAME);
      append(text, directive.id(), ColonDirectives::isPlainInId);
      text.append('}');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String value, IntPredicate isPlain) {
    value.codePoints().forEach(each -> {
      if (!isPlain.test(each)) {
        text.append(ESCAPE);
      }
      text.appendCodePoint(each);
    });
  }

  private static boolean isPlainInType(int each) {
    return Character.isLetterOrDigit(each) || each == '_' || each == '-';
  }

  private static boolean isPlainInLabel(int each) {
    return each != ']' && each != ESCAPE && !isLineEnd(each);
  }

  private static boolean isPlainInId(int each) {
    return each != '}' && each != ESCAPE && !isLineEnd(each);
  }

  private static boolean isLineEnd(int each) {
    return each == '\n' || each == '\r' || each == '\u2028' || each == '\u2029';
  }

  @Override
  public List<TextSegment> parse(String text) {
    List<TextSegment> segments = new ArrayList<>();
    Reader reader = new Reader(text);
    int plainFrom = 0;
    int at = text.indexOf(':');
    while (at >= 0) {
      Directive found = mayBegin(text, at) ? reader.directiveAt(at) : null;
      if (found == null) {
        at = text.indexOf(':', at + 1);
      } else {
        addPlain(segments, text, plainFrom, at);
        segments.add(new TextSegment.Mention(found));
        plainFrom = reader.at;
        at = text.indexOf(':', plainFrom);
      }
    }
    addPlain(segments, text, plainFrom, text.length());
    return List.copyOf(segments);
  }

  private static void addPlain(List<TextSegment> segments, String text, int from, int to) {
    if (from < to) {
      segments.add(new TextSegment.Plain(text.substring(from, to)));
    }
  }

  /** A directive stands at the start, after whitespace, or after an opening bracket or quote. */
  private static boolean mayBegin(String text, int at) {
    return at == 0 || isOpening(text.codePointBefore(at));
  }

  private static boolean isOpening(int before) {
    int type = Character.getType(before);
    return Whitespace.is(before)
        || type == Character.START_PUNCTUATION
        || type == Character.INITIAL_QUOTE_PUNCTUATION
        || before == '"'
        || before == '\''
        || before == '`';
  }

  /**
   * Reads the directives of one text, front to back, at a cost that grows with its length: where a
   * label or an id was looked for in vain, none that begins later in the same line is looked for.
   */
  private static final class Reader {
    private final String text;
    private int at;
    private int noLabelBefore;
    private int noIdBefore;

    Reader(String text) {
      this.text = text;
    }

    /** Returns the directive that begins with a colon, or null if none does. */
    @Nullable
    Directive directiveAt(int colon) {
      at = colon + 1;
      String type = value(ColonDirectives::isPlainInType);
      if (type.isEmpty() || !skip("[") || at < noLabelBefore) {
        return null;
      }
      String label = value(ColonDirectives::isPlainInLabel);
      if (!skip("]")) {
        noLabelBefore = at;
        return null;
      }
      String id = id();
      return new Directive(type, label, id == null ? label : id);
    }

    private @Nullable String id() {
      int start = at;
      if (start >= noIdBefore && skip(NAME)) {
        String id = value(ColonDirectives::isPlainInId);
        if (skip("}")) {
          return id;
        }
        noIdBefore = at;
        at = start;
      }
      return null;
    }

    private boolean skip(String expected) {
      boolean isThere = text.startsWith(expected, at);
      at += isThere ? expected.length() : 0;
      return isThere;
    }

    /** Reads characters that stand for themselves or are escaped, as far as there are any. */
    private String value(IntPredicate isPlain) {
      StringBuilder value = new StringBuilder();
      while (at < text.length()) {
        int each = text.codePointAt(at);
        boolean isEscape = each == ESCAPE && at + 1 < text.length();
        if (!isEscape && (each == ESCAPE || !isPlain.test(each))) {
          break;
        }
        at += isEscape ? 1 : 0;
        int meant = text.codePointAt(at);
        value.appendCodePoint(meant);
        at += Character.charCount(meant);
      }
      return value.toString();
    }
  }
}
