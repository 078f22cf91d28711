package dev.antiphon.attachment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which files are accepted, in the manner of the HTML attribute {@code accept} (rules ATT-7 and
 * ATT-8): {@code image/*, text/plain, .pdf, .tar.gz}, or {@code *} for every file. Case does not
 * matter. An entry that is none of these matches nothing.
 */
public final class AcceptList {

  /** Accepts every file. */
  public static final AcceptList EVERYTHING = parse("*");

  /** Accepts no file. */
  public static final AcceptList NOTHING = parse("");

  private final List<String> entries;
  private final boolean isEverything;

  private AcceptList(Set<String> entries) {
    this.entries = List.copyOf(entries);
    this.isEverything = entries.contains("*") || entries.contains("*/*");
  }

  /**
   * Reads a list.
   *
   * @param accept entries, separated by commas
   */
  public static AcceptList parse(String accept) {
    Set<String> entries = new LinkedHashSet<>();
    for (String entry : accept.split(",", -1)) {
      String trimmed = entry.strip().toLowerCase(Locale.ROOT);
      if (!trimmed.isEmpty()) {
        entries.add(isType(trimmed) ? withoutParameters(trimmed) : trimmed);
      }
    }
    return new AcceptList(entries);
  }

  /**
   * Returns what any of several lists accepts: {@code *} if one of them accepts everything.
   *
   * @param lists the lists
   */
  public static AcceptList anyOf(List<AcceptList> lists) {
    Set<String> entries = new LinkedHashSet<>();
    for (AcceptList list : lists) {
      if (list.isEverything) {
        return EVERYTHING;
      }
      entries.addAll(list.entries);
    }
    return new AcceptList(entries);
  }

  /** Returns the entries in lower case, without blanks, repetitions and parameters. */
  public List<String> entries() {
    return entries;
  }

  /** Returns whether every file is accepted. */
  public boolean isEverything() {
    return isEverything;
  }

  /**
   * Returns whether a file is accepted. One without a type is by its extension or by a wildcard for
   * everything.
   *
   * @param name the file's name
   * @param contentType its MIME type, with or without parameters, or {@code null}
   */
  public boolean matches(String name, @Nullable String contentType) {
    if (isEverything) {
      return true;
    }
    String lowerName = name.toLowerCase(Locale.ROOT);
    String type =
        contentType == null ? "" : withoutParameters(contentType.toLowerCase(Locale.ROOT));
    return entries.stream().anyMatch(entry -> matches(entry, lowerName, type));
  }

  private static boolean matches(String entry, String name, String type) {
    if (entry.startsWith(".")) {
      return entry.length() > 1 && name.endsWith(entry);
    }
    if (type.isEmpty() || !isType(entry)) {
      return false;
    }
    return entry.endsWith("/*")
        ? type.startsWith(entry.substring(0, entry.length() - 1))
        : type.equals(entry);
  }

  private static boolean isType(String entry) {
    return !entry.startsWith(".") && entry.indexOf('/') > 0;
  }

  private static String withoutParameters(String type) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AcceptList that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  /** Returns the list as {@link #parse} reads it. */
  @Override
  public String toString() {
    return String.join(",", entries);
  }
}
