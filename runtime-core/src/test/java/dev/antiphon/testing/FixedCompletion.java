package dev.antiphon.testing;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A completion whose ids are counted, whose time stands still, and which knows the JSON it was
 * told.
 */
public final class FixedCompletion implements MessageInput.Completion {

  private final Map<String, Object> known = new HashMap<>();
  private int messages;
  private int calls;

  /** Makes one that knows no JSON. */
  public FixedCompletion() {}

  /**
   * Tells it what a text parses to.
   *
   * @param text the text
   * @param value its value
   */
  public FixedCompletion knowing(String text, Object value) {
    known.put(text, value);
    return this;
  }

  @Override
  public MessageId newMessageId() {
    return new MessageId("made-" + ++messages);
  }

  @Override
  public ToolCallId newToolCallId() {
    return new ToolCallId("call-" + ++calls);
  }

  @Override
  public Instant now() {
    return TestMessages.NOW;
  }

  @Override
  public @Nullable Object parseJson(String text) {
    if (!known.containsKey(text)) {
      throw new IllegalArgumentException("not JSON");
    }
    return known.get(text);
  }

  @Override
  public String writeJson(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? "written " + new TreeMap<>(map) : "written " + value;
  }
}
