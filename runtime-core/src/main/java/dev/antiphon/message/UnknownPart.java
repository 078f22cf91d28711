package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A stored part of a type that this version does not know. It is kept, written back as it is, and
 * never sent to a model.
 *
 * @param type the type it was stored with
 * @param fields all its fields, {@code type} included
 */
public record UnknownPart(String type, Map<String, Object> fields) implements MessagePart {

  /** Checks the fields and copies them. */
  public UnknownPart {
    requireNonNull(type, "type");
    fields = Json.objectOf(requireNonNull(fields, "fields"), "part");
  }

  @Override
  public String toString() {
    return "UnknownPart[" + type + "]";
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.allOf(Role.class);
  }
}
