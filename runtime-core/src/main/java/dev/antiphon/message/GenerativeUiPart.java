package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A piece of user interface that the model described. It is carried, never interpreted.
 *
 * @param spec JSON with a {@code root}
 * @param id its id, or {@code null}
 * @param parentId the part it belongs to, or {@code null}
 */
public record GenerativeUiPart(
    Map<String, Object> spec, @Nullable String id, @Nullable String parentId)
    implements MessagePart {

  /** Checks the fields and copies the spec. */
  public GenerativeUiPart {
    requireNonNull(spec, "spec");
    spec = Json.objectOf(spec, "spec");
    if (!spec.containsKey("root")) {
      throw new InvalidMessageException("spec", "has no root");
    }
  }

  @Override
  public String toString() {
    return "GenerativeUiPart[" + (id == null ? "no id" : id) + "]";
  }

  @Override
  public String type() {
    return "generative-ui";
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.ASSISTANT);
  }
}
