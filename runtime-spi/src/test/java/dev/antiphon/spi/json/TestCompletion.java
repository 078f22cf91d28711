package dev.antiphon.spi.json;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Fills in what an input leaves out, always alike. */
final class TestCompletion implements MessageInput.Completion {

  static final Instant NOW = Instant.parse("2026-01-31T12:00:00.250Z");

  private final JacksonJson json = new JacksonJson();

  @Override
  public MessageId newMessageId() {
    return new MessageId("made");
  }

  @Override
  public ToolCallId newToolCallId() {
    return new ToolCallId("made");
  }

  @Override
  public Instant now() {
    return NOW;
  }

  @Override
  public @Nullable Object parseJson(String text) {
    return json.parse(text);
  }

  @Override
  public String writeJson(@Nullable Object value) {
    return json.write(value);
  }
}
