package dev.antiphon.spi.json;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * Thrown when a text is not a message in the form {@code antiphon/v1} or {@code aui/v0}, or is one
 * of a newer form; when a text is no thread in the exchange form of assistant-ui; or when a form of
 * assistant-ui cannot say what is to be written. It says where and what was found, never what the
 * message says.
 */
public final class MessageFormatException extends ChatRuntimeException {

  /** Whether the text is of a newer form. */
  private final boolean newer;

  private MessageFormatException(String message, boolean newer) {
    super(ErrorInfo.of(ErrorInfo.STORAGE, message));
    this.newer = newer;
  }

  static MessageFormatException newer(long found, int known) {
    return new MessageFormatException(
        "Cannot read a message in the form antiphon/v%d: this version of Antiphon reads antiphon/v%d and older. Update Antiphon."
            .formatted(found, known),
        true);
  }

  static MessageFormatException at(String path, String place, String problem) {
    return new MessageFormatException(
        "Cannot read a message in the form antiphon/v1: %s, at %s (%s). Restore the text as it was written."
            .formatted(problem, path.isEmpty() ? "the message itself" : "'" + path + "'", place),
        false);
  }

  static MessageFormatException noThread(String problem) {
    return new MessageFormatException(
        "Cannot read a thread in the exchange form of assistant-ui: %s. Give a whole exported thread, {\"headId\": ..., \"messages\": [...]}."
            .formatted(problem),
        false);
  }

  static MessageFormatException notAui(String problem) {
    return new MessageFormatException(
        "Cannot read a message in the form aui/v0: %s. Restore the content as it was written."
            .formatted(problem),
        false);
  }

  static MessageFormatException inexpressible(Flavour form, String problem) {
    return new MessageFormatException(
        "Cannot write the %s: %s. Change or remove it, or write antiphon/v1, which keeps it."
            .formatted(form, problem),
        false);
  }

  /** Returns whether the text is of a newer form, which a newer version could read. */
  public boolean isNewer() {
    return newer;
  }
}
