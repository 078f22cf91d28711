package dev.antiphon.web;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.DataPart;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Role;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads what a page of the AI SDK sends: the whole visible branch, of which the last message and
 * the trigger tell what is wanted.
 *
 * <table>
 * <caption>What a request means</caption>
 * <tr><th>last message</th><th>{@code trigger}</th><th>meaning</th></tr>
 * <tr><td>a user's</td><td>{@code submit-message}</td><td>send it below the one before</td></tr>
 * <tr><td>a user's</td><td>{@code regenerate-message}</td><td>reply to it anew</td></tr>
 * <tr><td>an assistant's</td><td>{@code submit-message}</td><td>go on with it: approvals and
 *     results of tools stand in its parts</td></tr>
 * <tr><td>an assistant's</td><td>{@code regenerate-message}</td><td>make it anew</td></tr>
 * </table>
 *
 * <p>Nothing else of the branch is taken over: the server has it.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class ChatRequestDecoder {

  private static final String MESSAGES = "messages";
  private static final String SUBMIT = "submit-message";
  private static final String REGENERATE = "regenerate-message";

  private final RequestLimits limits;

  /**
   * Makes a decoder.
   *
   * @param limits how large a request may be
   */
  public ChatRequestDecoder(RequestLimits limits) {
    this.limits = requireNonNull(limits, "limits");
  }

  /**
   * Reads a request.
   *
   * @param body the body of the request
   * @throws BadRequestException if it is none: says which field, what is expected and what is there
   */
  public ChatRequest decode(byte[] body) {
    RequestFields in = RequestFields.parse(requireNonNull(body, "body"), limits);
    String chatId = in.requiredText("id");
    String trigger = in.has("trigger") ? in.requiredText("trigger") : SUBMIT;
    boolean isRegenerate = trigger.equals(REGENERATE);
    if (!isRegenerate && !trigger.equals(SUBMIT)) {
      throw BadRequestException.of(
          "trigger", "is expected to be submit-message or regenerate-message, but is another text");
    }
    List<RequestFields> messages = in.objects(MESSAGES);
    if (messages.isEmpty()) {
      throw in.missing(MESSAGES, "a list of at least one message");
    }
    RequestFields last = messages.get(messages.size() - 1);
    List<MessageId> above = new ArrayList<>();
    for (int i = messages.size() - 2; i >= 0; i--) {
      above.add(idOf(messages.get(i)));
    }
    return switch (last.requiredText("role")) {
      case "user" ->
        isRegenerate
            ? new ChatRequest.Regenerate(chatId, idOf(last))
            : new ChatRequest.Send(chatId, user(last), above);
      case "assistant" -> isRegenerate ? anew(chatId, above) : goOn(chatId, last);
      default ->
        throw BadRequestException.of(
            last.path("role"), "is expected to be user or assistant, but is another text");
    };
  }

  private static ChatRequest anew(String chatId, List<MessageId> above) {
    if (above.isEmpty()) {
      throw BadRequestException.of(MESSAGES, "is expected to have the message that is replied to");
    }
    return new ChatRequest.Regenerate(chatId, above.get(0));
  }

  private static MessageId idOf(RequestFields message) {
    return message.requiredId("id", MessageId::new);
  }

  private static MessageInput user(RequestFields message) {
    List<MessagePart> content = new ArrayList<>();
    for (RequestFields part : message.objects("parts")) {
      String type = part.requiredText("type");
      if (type.equals("text")) {
        content.add(TextPart.of(part.requiredText("text")));
      } else if (type.equals("file")) {
        content.add(file(part));
      } else if (type.startsWith("data-")) {
        content.add(new DataPart(type.substring("data-".length()), part.value("data")));
      }
    }
    if (content.isEmpty()) {
      throw message.missing("parts", "a text, a file or data");
    }
    RequestFields metadata = message.object("metadata");
    Map<String, Object> custom = metadata == null ? null : metadata.map("custom");
    try {
      return MessageInput.builder(Role.USER)
          .id(idOf(message))
          .content(content)
          .metadata(MessageMetadata.builder()
              .custom(custom == null ? Map.of() : custom)
              .build())
          .build();
    } catch (InvalidMessageException invalid) {
      throw BadRequestException.of(
          message.path("parts"),
          "is expected to be a message: " + invalid.info().message());
    }
  }

  private static MessagePart file(RequestFields part) {
    String url = part.requiredText("url");
    String mediaType = part.requiredText("mediaType");
    String filename = part.text("filename");
    if (mediaType.startsWith("image/")) {
      return new ImagePart(url, filename, null);
    }
    return new FilePart(
        url, mediaType, filename, url.startsWith("data:") ? null : "url", null, null);
  }

  private static ChatRequest goOn(String chatId, RequestFields message) {
    List<ChatRequest.Decision> decisions = new ArrayList<>();
    List<ChatRequest.Given> results = new ArrayList<>();
    for (RequestFields part : message.objects("parts")) {
      String type = part.requiredText("type");
      if (type.startsWith("tool-") || type.equals("dynamic-tool")) {
        String state = part.requiredText("state");
        RequestFields approval = part.object("approval");
        if (state.equals("approval-responded") && approval != null) {
          decisions.add(decision(approval));
        } else if (state.equals("output-available")) {
          results.add(new ChatRequest.Given(callOf(part), ToolResult.of(part.value("output"))));
        } else if (state.equals("output-error")) {
          results.add(new ChatRequest.Given(
              callOf(part), ToolResult.error(part.requiredText("errorText"))));
        }
      }
    }
    return new ChatRequest.Continue(chatId, idOf(message), decisions, results);
  }

  private static ToolCallId callOf(RequestFields part) {
    return part.requiredId("toolCallId", ToolCallId::new);
  }

  private static ChatRequest.Decision decision(RequestFields approval) {
    Boolean approved = approval.flag("approved");
    if (approved == null) {
      throw approval.missing("approved", "a boolean");
    }
    return new ChatRequest.Decision(
        approval.requiredId("id", ApprovalId::new),
        ApprovalResponse.builder()
            .approved(approved)
            .reason(approval.text("reason"))
            .build());
  }
}
