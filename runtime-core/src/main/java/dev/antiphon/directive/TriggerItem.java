package dev.antiphon.directive;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be picked (rule DIR-5).
 *
 * @param type what kind of thing, such as {@code tool}; not empty
 * @param id which one
 * @param label how it is shown
 * @param description more about it, or {@code null}
 */
public record TriggerItem(
    String type, String id, String label, @Nullable String description) {

  /** Checks the fields. */
  public TriggerItem {
    requireNonNull(type, "type");
    requireNonNull(id, "id");
    requireNonNull(label, "label");
    if (type.isEmpty()) {
      throw new IllegalArgumentException(
          "An item has a type, such as 'tool'; '%s' has none.".formatted(id));
    }
  }

  /** Returns what stands for it in a text. */
  public Directive directive() {
    return new Directive(type, label, id);
  }

  /**
   * Returns whether id, label or description contains a query, whatever the case.
   *
   * @param query what was typed; an empty one is contained in everything
   */
  public boolean matches(String query) {
    String wanted = query.toLowerCase(Locale.ROOT);
    return contains(id, wanted)
        || contains(label, wanted)
        || (description != null && contains(description, wanted));
  }

  private static boolean contains(String text, String wanted) {
    return text.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
