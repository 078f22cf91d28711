package dev.antiphon.spi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the text of a setting becomes a value.
 *
 * @param expected what the text is to be, such as {@code a whole number}
 * @param parse gives the value; IllegalArgumentException if the text is not as expected
 * @param isOptional whether the value is wrapped in an {@code Optional}
 * @param isSecret whether the value is never shown
 */
record SettingType(
    String expected, Function<String, Object> parse, boolean isOptional, boolean isSecret) {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");

  private static final Map<Type, SettingType> PLAIN = Map.ofEntries(
      Map.entry(String.class, plain("a text", text -> text)),
      Map.entry(Secret.class, new SettingType("a secret text", Secret::of, false, true)),
      Map.entry(int.class, plain("a whole number of 32 bits", Integer::valueOf)),
      Map.entry(Integer.class, plain("a whole number of 32 bits", Integer::valueOf)),
      Map.entry(long.class, plain("a whole number", Long::valueOf)),
      Map.entry(Long.class, plain("a whole number", Long::valueOf)),
      Map.entry(double.class, plain("a number", SettingType::number)),
      Map.entry(Double.class, plain("a number", SettingType::number)),
      Map.entry(boolean.class, plain("true or false", SettingType::bool)),
      Map.entry(Boolean.class, plain("true or false", SettingType::bool)),
      Map.entry(
          Duration.class, plain("a duration such as 30s, 500ms or PT1M", SettingType::duration)),
      Map.entry(Path.class, plain("a path", Path::of)),
      Map.entry(URI.class, plain("a URI", URI::create)));

  /** Returns how a component of this type is read, or empty if no setting can be one. */
  static Optional<SettingType> of(Type type) {
    if (type instanceof Class<?> enumType && enumType.isEnum()) {
      return Optional.of(ofEnum(enumType));
    }
    if (!(type instanceof ParameterizedType parameterized)) {
      return Optional.ofNullable(PLAIN.get(type));
    }
    Type argument = parameterized.getActualTypeArguments()[0];
    if (parameterized.getRawType() == Optional.class && !(argument instanceof ParameterizedType)) {
      return of(argument)
          .map(inner -> new SettingType(inner.expected, inner.parse, true, inner.isSecret));
    }
    if (parameterized.getRawType() == List.class && argument == String.class) {
      return Optional.of(plain("texts between commas", SettingType::list));
    }
    return Optional.empty();
  }

  /** Returns the component's value, or empty if the text is not as expected. */
  Optional<Object> fromText(Optional<String> text) {
    if (text.isEmpty()) {
      return isOptional ? Optional.of(Optional.empty()) : Optional.empty();
    }
    Optional<Object> value = convert(text.get());
    return isOptional ? value.map(Optional::of) : value;
  }

  /** Returns the value without its {@code Optional}, or empty if the text is not as expected. */
  Optional<Object> convert(String text) {
    try {
      return Optional.of(parse.apply(text.strip()));
    } catch (IllegalArgumentException | ArithmeticException notAsExpected) {
      return Optional.empty();
    }
  }

  private static SettingType plain(String expected, Function<String, Object> parse) {
    return new SettingType(expected, parse, false, false);
  }

  private static SettingType ofEnum(Class<?> type) {
    Map<String, Object> byName = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      byName.put(hyphenated(((Enum<?>) constant).name()), constant);
    }
    String expected = "one of " + String.join(", ", byName.keySet());
    return plain(expected, text -> {
      Object constant = byName.get(hyphenated(text));
      if (constant == null) {
        throw new IllegalArgumentException("no constant");
      }
      return constant;
    });
  }

  private static String hyphenated(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Double number(String text) {
    Double number = Double.valueOf(text);
    if (number.isNaN() || number.isInfinite()) {
      throw new IllegalArgumentException("no number");
    }
    return number;
  }

  private static Boolean bool(String text) {
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw new IllegalArgumentException("neither true nor false");
    }
    return Boolean.valueOf(text);
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      try {
        return Duration.parse(text);
      } catch (java.time.format.DateTimeParseException notIso) {
        throw new IllegalArgumentException("no duration", notIso);
      }
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static List<String> list(String text) {
    return Stream.of(text.split(",", -1))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
  }
}
