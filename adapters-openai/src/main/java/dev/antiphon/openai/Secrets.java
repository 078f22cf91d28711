package dev.antiphon.openai;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What must not stand in a text that people see: the secret header values of one request. */
final class Secrets {

  private static final String SHOWN = "***";
  private static final int MIN_LENGTH = 4;

  /** A key of OpenAI's, whoever it belongs to. */
  private static final Pattern KEY = Pattern.compile("\\bsk-[A-Za-z0-9_-]{6,}");

  private final Set<String> values;

  private Secrets(Set<String> values) {
    this.values = values;
  }

  /**
   * Returns the secrets of a request.
   *
   * @param headers its headers, of which some are secret
   * @param more further secrets
   */
  static Secrets of(Map<String, List<String>> headers, Collection<String> more) {
    // The longest first: one secret may be a part of another.
    Set<String> values = new TreeSet<>((one, other) -> one.length() == other.length()
        ? one.compareTo(other)
        : Integer.compare(other.length(), one.length()));
    headers.forEach((name, texts) -> {
      if (isSecret(name)) {
        texts.forEach(text -> add(text, values));
      }
    });
    more.forEach(text -> add(text, values));
    values.removeIf(value -> value.length() < MIN_LENGTH);
    return new Secrets(values);
  }

  /** Adds a value, and what stands behind its scheme, as in {@code Bearer …}. */
  private static void add(String value, Set<String> values) {
    values.add(value.strip());
    values.add(value.substring(value.indexOf(' ') + 1).strip());
  }

  private static boolean isSecret(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.contains("auth")
        || name.contains("key")
        || name.contains("token")
        || name.contains("secret")
        || name.contains("cookie");
  }

  /** Returns a text without them. */
  String removedFrom(String text) {
    String clean = text;
    for (String value : values) {
      clean = clean.replace(value, SHOWN);
    }
    return KEY.matcher(clean).replaceAll("sk-" + SHOWN);
  }

  @Override
  public String toString() {
    return "Secrets[" + values.size() + "]";
  }
}
