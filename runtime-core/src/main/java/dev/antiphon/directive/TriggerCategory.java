package dev.antiphon.directive;

import static java.util.Objects.requireNonNull;

/**
 * A group of things that can be picked (rule DIR-5).
 *
 * @param id which one
 * @param label how it is shown
 */
public record TriggerCategory(String id, String label) {

  /** Checks the fields. */
  public TriggerCategory {
    requireNonNull(id, "id");
    requireNonNull(label, "label");
  }
}
