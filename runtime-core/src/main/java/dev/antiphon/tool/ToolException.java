package dev.antiphon.tool;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Json;
import org.jspecify.annotations.Nullable;

/** Thrown by a handler to give the model a message and data of the tool's own (rule TOOL-17). */
public class ToolException extends ChatRuntimeException {

  /** Data for the model: JSON, or null. */
  private final transient @Nullable Object data;

  /**
   * Makes an exception with a message.
   *
   * @param message what the model is told
   */
  public ToolException(String message) {
    this(message, null);
  }

  /**
   * Makes an exception with a message and data.
   *
   * @param message what the model is told
   * @param data JSON that the model gets too, or {@code null}
   */
  public ToolException(String message, @Nullable Object data) {
    super(ErrorInfo.of(ErrorInfo.TOOL, message));
    this.data = Json.copyOf(data, "data");
  }

  /** Returns the data for the model, or {@code null}. */
  public final @Nullable Object data() {
    return data;
  }
}
