package dev.antiphon.directive;

import static java.util.Objects.requireNonNull;

/**
 * Something that a text names: a tool, a person, a document.
 *
 * @param type what kind of thing; not empty
 * @param label how it is shown; may be empty
 * @param id which one; may be empty
 */
public record Directive(String type, String label, String id) {

  /** Checks the fields. */
  public Directive {
    requireNonNull(type, "type");
    requireNonNull(label, "label");
    requireNonNull(id, "id");
    if (type.isEmpty()) {
      throw new IllegalArgumentException(
          "A directive has a type, such as 'tool'; this one is empty.");
    }
  }
}
