package dev.antiphon.testing;

import dev.antiphon.port.JsonCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A small JSON codec for the core's own tests, which may not use a library; strict, and not fast.
 *
 * <p>Applications use the one of runtime-spi.
 */
public final class PlainJson implements JsonCodec {

  /** Makes a codec. */
  public PlainJson() {}

  @Override
  public @Nullable Object parse(String text) {
    Parser parser = new Parser(text);
    Object value = parser.value();
    parser.end();
    return value;
  }

  @Override
  public String write(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder text, @Nullable Object value) {
    if (value instanceof String string) {
      appendString(text, string);
    } else if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(separator);
        appendString(text, (String) entry.getKey());
        text.append(':');
        append(text, entry.getValue());
        separator = ",";
      }
      text.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object element : list) {
        text.append(separator);
        append(text, element);
        separator = ",";
      }
      text.append(list.isEmpty() ? "[]" : "]");
    } else if (isLiteral(value)) {
      text.append(value);
    } else {
      throw new IllegalArgumentException("Expected JSON, but found " + value + ".");
    }
  }

  private static boolean isLiteral(@Nullable Object value) {
    return value == null
        || value instanceof Boolean
        || (value instanceof Number number && Double.isFinite(number.doubleValue()))
        || value instanceof BigDecimal
        || value instanceof BigInteger;
  }

  private static void appendString(StringBuilder text, String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < 0x20) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  private static final class Parser {
    private static final int MAX_DEPTH = 200;

    private final String text;
    private int at;
    private int depth;

    Parser(String text) {
      this.text = text;
    }

    void end() {
      skipSpace();
      if (at < text.length()) {
        throw wrong("the end");
      }
    }

    @Nullable
    Object value() {
      skipSpace();
      if (at == text.length()) {
        throw wrong("a value");
      }
      return switch (text.charAt(at)) {
        case '{' -> deeper(this::object);
        case '[' -> deeper(this::array);
        case '"' -> string();
        default -> literal();
      };
    }

    private Object deeper(Supplier<Object> container) {
      if (++depth > MAX_DEPTH) {
        throw wrong("no more than " + MAX_DEPTH + " levels");
      }
      Object value = container.get();
      depth--;
      return value;
    }

    private Map<String, Object> object() {
      Map<String, Object> map = new LinkedHashMap<>();
      at++;
      while (!isNext('}')) {
        if (!map.isEmpty()) {
          expect(',');
        }
        skipSpace();
        String key = string();
        expect(':');
        if (map.containsKey(key)) {
          throw wrong("a key that was not there");
        }
        map.put(key, value());
      }
      return map;
    }

    private List<Object> array() {
      List<Object> list = new ArrayList<>();
      at++;
      while (!isNext(']')) {
        if (!list.isEmpty()) {
          expect(',');
        }
        list.add(value());
      }
      return list;
    }

    private String string() {
      expect('"');
      StringBuilder string = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        char c = text.charAt(at++);
        if (c < 0x20) {
          throw wrong("no control character");
        }
        string.append(c == '\\' ? escaped() : c);
      }
      expect('"');
      return string.toString();
    }

    private char escaped() {
      if (at == text.length()) {
        throw wrong("an escaped character");
      }
      char c = text.charAt(at++);
      return switch (c) {
        case 'n' -> '\n';
        case 't' -> '\t';
        case 'r' -> '\r';
        case 'b' -> '\b';
        case 'f' -> '\f';
        case '"', '\\', '/' -> c;
        case 'u' -> {
          if (at + 4 > text.length()) {
            throw wrong("four hexadecimal digits");
          }
          at += 4;
          yield (char) HexFormat.fromHexDigits(text, at - 4, at);
        }
        default -> throw wrong("a known escape");
      };
    }

    private @Nullable Object literal() {
      int start = at;
      while (at < text.length() && ",]} \t\r\n:".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String word = text.substring(start, at);
      return switch (word) {
        case "null" -> null;
        case "true" -> true;
        case "false" -> false;
        default -> number(word);
      };
    }

    private Number number(String word) {
      if (!word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,6})?")) {
        throw wrong("a value");
      }
      return word.matches("-?[0-9]+") ? new BigInteger(word) : new BigDecimal(word);
    }

    private boolean isNext(char c) {
      skipSpace();
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private void expect(char c) {
      if (!isNext(c)) {
        throw wrong("'" + c + "'");
      }
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private IllegalArgumentException wrong(String expected) {
      return new IllegalArgumentException("Expected " + expected + " at character " + at + ".");
    }
  }
}
