package dev.antiphon.web;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.QueueItemId;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.WhenBusy;
import dev.antiphon.thread.QueueLane;
import dev.antiphon.thread.QueuePlace;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.ToolResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes commands of what a page sends: one JSON object whose {@code type} says which command it is.
 * Fields that are not known are ignored.
 *
 * <pre>{@code
 * {"type":"add-message","parentId":"a1","content":[{"type":"text","text":"Hi"}],"attachments":[]}
 * {"type":"add-message","sourceId":"u2","content":"Hi again"}                     // an edit
 * {"type":"reload","parentId":"u2","sourceId":"a2"}          {"type":"continue","messageId":"a2"}
 * {"type":"cancel"}    {"type":"switch-branch","headId":"a1"}    {"type":"delete","messageId":"a1"}
 * {"type":"approval","approvalId":"apr_1","approved":true,"optionId":"…","reason":"…","text":"…"}
 * {"type":"tool-result","messageId":"a1","toolCallId":"c1","result":42,"isError":false}
 * {"type":"resume-tool-call","toolCallId":"c1","payload":"this one"}
 * {"type":"feedback","messageId":"a1","feedback":"positive","comment":"…"}   // null takes it back
 * {"type":"queue-edit","itemId":"q1","content":"…"}       {"type":"queue-remove","itemId":"q1"}
 * {"type":"queue-move","itemId":"q1","lane":"steer","beforeId":"q2"}       // or afterId
 * {"type":"queue-retry","itemId":"q1"}        {"type":"queue-resume"}        {"type":"retry-load"}
 * }</pre>
 *
 * <p>A message is a user's, whatever the page says, and gets its id here. {@code add-message} and
 * {@code reload} may have {@code runConfig} and {@code whenBusy}: {@code enqueue}, {@code steer},
 * {@code interrupt} or {@code reject}.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class CommandDecoder {

  private static final String CONTENT = "content";

  private final RequestLimits limits;

  /**
   * Makes a decoder.
   *
   * @param limits how large a command may be
   */
  public CommandDecoder(RequestLimits limits) {
    this.limits = requireNonNull(limits, "limits");
  }

  /**
   * Reads a command.
   *
   * @param body the body of the request
   * @param idempotencyKey what its header says, for {@code add-message}; {@code null} for none
   * @throws BadRequestException if it is none: says which field, what is expected and what is there
   */
  public Command decode(byte[] body, @Nullable String idempotencyKey) {
    RequestFields in = RequestFields.parse(requireNonNull(body, "body"), limits);
    try {
      return command(in, idempotencyKey);
    } catch (InvalidMessageException invalid) {
      throw BadRequestException.of(
          "", "a message is expected: " + invalid.info().message());
    } catch (IllegalArgumentException refused) {
      throw BadRequestException.of("", String.valueOf(refused.getMessage()));
    }
  }

  private static Command command(RequestFields in, @Nullable String key) {
    String type = in.requiredText("type");
    return switch (type) {
      case "add-message" -> addMessage(in, key);
      case "reload" ->
        new Command.Reload(
            in.id("parentId", MessageId::new),
            in.id("sourceId", MessageId::new),
            options(in).build());
      case "continue" -> new Command.Continue(message(in));
      case "cancel" -> new Command.Cancel();
      case "switch-branch" -> new Command.SwitchBranch(in.requiredId("headId", MessageId::new));
      case "delete" -> new Command.Delete(message(in));
      case "approval" -> approval(in);
      case "tool-result" -> new Command.GiveResult(message(in), call(in), result(in));
      case "resume-tool-call" -> new Command.Answer(call(in), in.value("payload"));
      case "feedback" -> new Command.Mark(message(in), feedback(in));
      case "queue-edit" -> new Command.EditQueued(item(in), input(in));
      case "queue-move" -> new Command.MoveQueued(item(in), place(in));
      case "queue-remove" -> new Command.RemoveQueued(item(in));
      case "queue-retry" -> new Command.RetryQueued(item(in));
      case "queue-resume" -> new Command.ResumeQueue();
      case "retry-load" -> new Command.RetryLoad();
      default ->
        throw BadRequestException.of(
            "type",
            "is expected to be the name of a command, such as add-message, but is another text");
    };
  }

  private static Command addMessage(RequestFields in, @Nullable String key) {
    SendOptions.Builder options = options(in).idempotencyKey(key);
    MessageId source = in.id("sourceId", MessageId::new);
    if (source == null && in.has("parentId")) {
      options.parent(in.id("parentId", MessageId::new));
    }
    return new Command.AddMessage(input(in), options.build(), source);
  }

  private static SendOptions.Builder options(RequestFields in) {
    return SendOptions.builder()
        .runConfig(in.map("runConfig"))
        .whenBusy(in.constant("whenBusy", WhenBusy.class));
  }

  /** Reads a message of the page, which is a user's. */
  private static MessageInput input(RequestFields in) {
    if (!(in.value(CONTENT) instanceof String)) {
      List<RequestFields> parts = in.objects(CONTENT);
      if (parts.isEmpty() && in.objects("attachments").isEmpty()) {
        throw in.missing(CONTENT, "a text, a list of parts, or an attachment");
      }
    }
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "user");
    message.put(CONTENT, in.value(CONTENT) == null ? List.of() : in.value(CONTENT));
    if (in.value("attachments") != null) {
      message.put("attachments", in.value("attachments"));
    }
    RequestFields metadata = in.object("metadata");
    if (metadata != null && metadata.map("custom") != null) {
      message.put("metadata", Map.of("custom", requireNonNull(metadata.map("custom"))));
    }
    return MessageInput.fromJson(message);
  }

  private static Command approval(RequestFields in) {
    ApprovalId id = in.requiredId("approvalId", ApprovalId::new);
    Boolean approved = in.flag("approved");
    String option = in.text("optionId");
    if (approved == null && option == null) {
      throw in.missing("approved", "a boolean, or an optionId,");
    }
    String reason = in.text("reason");
    Map<String, Object> edited = in.map("editedArguments");
    return new Command.Decide(
        id,
        ApprovalResponse.builder()
            .approved(approved)
            .optionId(option)
            .reason(reason == null ? in.text("text") : reason)
            .editedArguments(edited)
            .argumentsHash(in.text("argumentsHash"))
            .build());
  }

  private static ToolResult result(RequestFields in) {
    if (!in.has("result")) {
      throw in.missing("result", "any JSON");
    }
    ToolResult.Builder result = ToolResult.builder()
        .result(in.value("result"))
        .isError(Boolean.TRUE.equals(in.flag("isError")));
    if (in.has("artifact")) {
      result.artifact(in.value("artifact"));
    }
    return result.build();
  }

  private static @Nullable Feedback feedback(RequestFields in) {
    if (!in.has("feedback")) {
      throw in.missing("feedback", "positive, negative or null");
    }
    Feedback.Type type = in.constant("feedback", Feedback.Type.class);
    return type == null ? null : new Feedback(type, in.text("comment"));
  }

  private static QueuePlace place(RequestFields in) {
    QueuePlace.Builder place = QueuePlace.builder().lane(in.constant("lane", QueueLane.class));
    if (in.has("afterId")) {
      place.after(in.id("afterId", QueueItemId::new));
    }
    if (in.has("beforeId")) {
      place.before(in.id("beforeId", QueueItemId::new));
    }
    return place.build();
  }

  private static MessageId message(RequestFields in) {
    return in.requiredId("messageId", MessageId::new);
  }

  private static ToolCallId call(RequestFields in) {
    return in.requiredId("toolCallId", ToolCallId::new);
  }

  private static QueueItemId item(RequestFields in) {
    return in.requiredId("itemId", QueueItemId::new);
  }
}
