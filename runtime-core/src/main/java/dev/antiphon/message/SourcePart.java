package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something the model relied on. */
public sealed interface SourcePart extends MessagePart {

  /** Returns the source's own id. */
  String id();

  /** Returns what the provider wants back with the part, or {@code null}. */
  @Nullable
  Map<String, Object> providerMetadata();

  @Override
  default String type() {
    return "source";
  }

  @Override
  default Set<Role> roles() {
    return EnumSet.of(Role.ASSISTANT);
  }

  /**
   * A page on the web.
   *
   * @param id the source's own id
   * @param url where it is
   * @param title its title, or {@code null}
   * @param providerMetadata JSON, or {@code null}
   * @param parentId the part it belongs to, or {@code null}
   */
  record Url(
      String id,
      String url,
      @Nullable String title,
      @Nullable Map<String, Object> providerMetadata,
      @Nullable String parentId)
      implements SourcePart {
    /** Checks the fields. */
    public Url {
      requireNonNull(id, "id");
      requireNonNull(url, "url");
      providerMetadata =
          providerMetadata == null ? null : Json.objectOf(providerMetadata, "providerMetadata");
    }

    @Override
    public String toString() {
      return "SourcePart.Url[" + id + "]";
    }
  }

  /**
   * A document.
   *
   * @param id the source's own id
   * @param title its title
   * @param mediaType its MIME type
   * @param filename its file name, or {@code null}
   * @param providerMetadata JSON, or {@code null}
   * @param parentId the part it belongs to, or {@code null}
   */
  record Document(
      String id,
      String title,
      String mediaType,
      @Nullable String filename,
      @Nullable Map<String, Object> providerMetadata,
      @Nullable String parentId)
      implements SourcePart {
    /** Checks the fields. */
    public Document {
      requireNonNull(id, "id");
      requireNonNull(title, "title");
      requireNonNull(mediaType, "mediaType");
      providerMetadata =
          providerMetadata == null ? null : Json.objectOf(providerMetadata, "providerMetadata");
    }

    @Override
    public String toString() {
      return "SourcePart.Document[" + id + "]";
    }
  }
}
