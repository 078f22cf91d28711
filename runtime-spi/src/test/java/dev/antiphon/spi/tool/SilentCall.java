package dev.antiphon.spi.tool;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that nobody hears of.
 *
 * @param toolName the tool that is called
 */
record SilentCall(String toolName) implements ToolCall {

  /** Checks arguments and calls a tool with them, as the runtime does. */
  static @Nullable Object run(Tool tool, Map<String, Object> arguments) throws Exception {
    Map<String, Object> checked = tool.check().check(tool.name(), arguments);
    return Objects.requireNonNull(tool.handler()).execute(checked, new SilentCall(tool.name()));
  }

  @Override
  public ThreadKey thread() {
    throw new UnsupportedOperationException();
  }

  @Override
  public MessageId messageId() {
    return new MessageId("m");
  }

  @Override
  public ToolCallId id() {
    return new ToolCallId("c");
  }

  @Override
  public Map<String, Object> runConfig() {
    return Map.of();
  }

  @Override
  public Cancellation cancellation() {
    return Cancellation.none();
  }

  @Override
  public void progress(@Nullable Object partialResult) {}

  @Override
  public void messages(List<Message> messages) {}

  @Override
  public @Nullable Object askHuman(@Nullable Object payload) {
    return null;
  }

  @Override
  public Optional<HumanAnswer> answer() {
    return Optional.empty();
  }
}
