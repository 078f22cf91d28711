package dev.antiphon.tool;

import dev.antiphon.message.MessagePart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a result into what the model sees of it (rule TOOL-15). */
@FunctionalInterface
public interface ModelOutput {

  /**
   * Returns what the model sees.
   *
   * @param result the result of a call, not an error
   * @return text and file parts
   */
  List<MessagePart> toModelOutput(@Nullable Object result);
}
