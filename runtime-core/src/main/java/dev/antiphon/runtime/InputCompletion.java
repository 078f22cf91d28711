package dev.antiphon.runtime;

import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.JsonCodec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Fills in what a message input leaves out, from the runtime's clock, ids and JSON codec. */
final class InputCompletion implements MessageInput.Completion {

  private final Conversation thread;

  InputCompletion(Conversation thread) {
    this.thread = thread;
  }

  @Override
  public MessageId newMessageId() {
    return thread.writer.apply(thread::newMessageId);
  }

  @Override
  public ToolCallId newToolCallId() {
    return new ToolCallId(thread.env.ids().next("call"));
  }

  @Override
  public Instant now() {
    return thread.env.clock().instant();
  }

  @Override
  public @Nullable Object parseJson(String text) {
    return codec().parse(text);
  }

  @Override
  public String writeJson(@Nullable Object value) {
    return codec().write(value);
  }

  private JsonCodec codec() {
    JsonCodec json = thread.env.json();
    if (json == null) {
      throw new InvalidMessageException(
          "args", "need a JsonCodec to be completed, and the runtime has none");
    }
    return json;
  }
}
