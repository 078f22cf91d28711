package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A picture.
 *
 * @param image a URL or data URL
 * @param filename its file name, or {@code null}
 * @param providerMetadata JSON, or {@code null}
 */
public record ImagePart(
    String image, @Nullable String filename, @Nullable Map<String, Object> providerMetadata)
    implements MessagePart {

  /** Checks the fields. */
  public ImagePart {
    requireNonNull(image, "image");
    providerMetadata =
        providerMetadata == null ? null : Json.objectOf(providerMetadata, "providerMetadata");
  }

  @Override
  public String toString() {
    return "ImagePart[" + image.length() + " characters]";
  }

  @Override
  public String type() {
    return "image";
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.USER, Role.ASSISTANT);
  }
}
