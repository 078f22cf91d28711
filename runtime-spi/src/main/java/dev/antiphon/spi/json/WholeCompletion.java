package dev.antiphon.spi.json;

import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a message that was written whole may lack all the same: a date, and one of the two
 * forms of the arguments of a call. Ids are never made, since others refer to them.
 *
 * @param now the date
 */
record WholeCompletion(Instant now) implements MessageInput.Completion {

  private static final JacksonJson JSON = new JacksonJson();

  @Override
  public MessageId newMessageId() {
    throw new InvalidMessageException("id", "is missing");
  }

  @Override
  public ToolCallId newToolCallId() {
    throw new InvalidMessageException("toolCallId", "is missing in a tool call");
  }

  @Override
  public @Nullable Object parseJson(String text) {
    return JSON.parse(text);
  }

  @Override
  public String writeJson(@Nullable Object value) {
    return JSON.write(value);
  }
}
