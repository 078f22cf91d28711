package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a {@link MessageInput}: a finished one, or a call with fields left out. */
sealed interface PartInput {

  /** Returns the part as far as it is given, to check whether it may stand in a message. */
  MessagePart given();

  /** Returns the part with everything filled in (rule MSG-12). */
  MessagePart complete(MessageInput.Completion completion);

  /** Returns a part as input; a call without arguments or without their text gets the other. */
  static PartInput of(MessagePart part) {
    if (part instanceof ToolCallPart call) {
      return new Call(call, true, !call.args().isEmpty(), call.argsText().length() > 0, null);
    } else if (part instanceof UnknownPart unknown) {
      JsonFields fields = JsonFields.copyOf(unknown.fields(), unknown.type(), Reading.ofInput());
      return PartReader.part(fields, unknown.type());
    }
    return new Finished(part);
  }

  /**
   * A part with all its fields.
   *
   * @param given the part
   */
  record Finished(MessagePart given) implements PartInput {
    /** Checks the part. */
    public Finished {
      requireNonNull(given, "part");
    }

    @Override
    public MessagePart complete(MessageInput.Completion completion) {
      return given;
    }
  }

  /**
   * A tool call that may lack its id, its arguments, or their text.
   *
   * @param given the call, with stand-ins for what it lacks
   * @param hasId whether its id is given
   * @param hasArgs whether its arguments are given
   * @param hasArgsText whether the text of its arguments is given
   * @param messages the nested thread, or {@code null} to leave what the call has
   */
  record Call(
      ToolCallPart given,
      boolean hasId,
      boolean hasArgs,
      boolean hasArgsText,
      @Nullable List<MessageInput> messages)
      implements PartInput {

    /** What an id that is still to be made looks like meanwhile. */
    static final ToolCallId NO_ID = new ToolCallId("to-be-made");

    /** Copies the messages. */
    public Call {
      messages = messages == null ? null : List.copyOf(messages);
    }

    @Override
    public MessagePart complete(MessageInput.Completion completion) {
      ToolCallPart.Builder call = given.toBuilder();
      if (!hasId) {
        call.toolCallId(completion.newToolCallId());
      }
      if (!hasArgsText) {
        call.argsText(TextView.of(completion.writeJson(given.args())));
      } else if (!hasArgs) {
        call.args(parsed(given.argsText().toString(), completion));
      }
      if (messages != null) {
        call.messages(messages.stream().map(each -> each.toMessage(completion)).toList());
      }
      return call.build();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> parsed(String text, MessageInput.Completion completion) {
      if (text.isBlank()) {
        return Map.of();
      }
      try {
        Object value = completion.parseJson(text);
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
      } catch (IllegalArgumentException notJson) {
        // The text of a call that was cut off while it streamed; it stays as the model wrote it.
        return Map.of();
      }
    }
  }
}
