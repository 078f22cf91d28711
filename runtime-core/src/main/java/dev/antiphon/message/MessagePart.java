package dev.antiphon.message;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One piece of a message, in the order it was written.
 *
 * <p>New kinds may come with new versions: code that looks at kinds keeps a branch for the rest.
 */
public sealed interface MessagePart
    permits TextPart,
        ReasoningPart,
        ToolCallPart,
        SourcePart,
        ImagePart,
        FilePart,
        DataPart,
        AudioPart,
        GenerativeUiPart,
        UnknownPart {

  /** Returns the name that JSON has for the kind, such as {@code tool-call}. */
  String type();

  /** Returns in whose messages such a part may stand. */
  Set<Role> roles();

  /** Returns the part that this one belongs to, or {@code null}. */
  default @Nullable String parentId() {
    return null;
  }

  /** Returns the part's own status, or {@code null} if it has none; see {@link PartStatuses}. */
  default @Nullable Status status() {
    return null;
  }
}
