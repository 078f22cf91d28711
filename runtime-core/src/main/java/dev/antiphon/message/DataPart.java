package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Data of the application's own.
 *
 * @param name what kind of data
 * @param data any JSON, {@code null} included
 */
public record DataPart(String name, @Nullable Object data) implements MessagePart {

  /** Checks the fields and copies the data. */
  public DataPart {
    requireNonNull(name, "name");
    data = Json.copyOf(data, "data");
  }

  @Override
  public String toString() {
    return "DataPart[" + name + "]";
  }

  @Override
  public String type() {
    return "data";
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.USER, Role.ASSISTANT);
  }
}
