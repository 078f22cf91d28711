package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file.
 *
 * @param data base64 or a data URL; with a source type, a URL or an id
 * @param mimeType its MIME type
 * @param filename its file name, or {@code null}
 * @param sourceType {@code url} or {@code id} if {@code data} is one, else {@code null}
 * @param providerMetadata JSON, or {@code null}
 * @param parentId the part it belongs to, or {@code null}
 */
public record FilePart(
    String data,
    String mimeType,
    @Nullable String filename,
    @Nullable String sourceType,
    @Nullable Map<String, Object> providerMetadata,
    @Nullable String parentId)
    implements MessagePart {

  /** Checks the fields. */
  public FilePart {
    requireNonNull(data, "data");
    requireNonNull(mimeType, "mimeType");
    if (sourceType != null && !sourceType.equals("url") && !sourceType.equals("id")) {
      throw new InvalidMessageException("sourceType", "is '" + sourceType + "', not url or id");
    }
    providerMetadata =
        providerMetadata == null ? null : Json.objectOf(providerMetadata, "providerMetadata");
  }

  @Override
  public String toString() {
    return "FilePart[" + mimeType + ", " + data.length() + " characters]";
  }

  @Override
  public String type() {
    return "file";
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.USER, Role.ASSISTANT);
  }
}
