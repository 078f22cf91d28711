package dev.antiphon.openai;

import dev.antiphon.message.MessagePart;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model gets as the result of a call (rule TOOL-15). A result can only be text for most
 * providers, so pictures and files follow in a message of their own.
 */
final class ToolOutput {

  private final ToolCallPart call;
  private final PartContents contents;

  ToolOutput(ToolCallPart call, PartContents contents) {
    this.call = call;
    this.contents = contents;
  }

  /** Returns the result as a message: always one. */
  ToolExecutionResultMessage message() {
    return ToolExecutionResultMessage.builder()
        .id(call.toolCallId().value())
        .toolName(WellFormedText.of(call.toolName()))
        .text(text())
        .isError(isError() ? true : null)
        .build();
  }

  private boolean isError() {
    return call.isError() || !call.hasResult();
  }

  private String text() {
    if (!call.hasResult()) {
      return undone();
    }
    List<MessagePart> seen = call.modelContent();
    if (seen == null) {
      return call.result() instanceof String said && !said.isEmpty()
          ? WellFormedText.of(said)
          : WellFormedText.of(WireJson.write(call.result()));
    }
    List<String> texts = new ArrayList<>();
    for (Content content : contents.of(seen)) {
      if (content instanceof TextContent text) {
        texts.add(text.text());
      }
    }
    String shown =
        media().isEmpty() ? "The result is empty." : "The result is in the next message.";
    return texts.isEmpty() ? shown : String.join("\n", texts);
  }

  /** Says what became of a call that has no result: a request never contains one (rule TOOL-9). */
  private String undone() {
    ToolApproval gate = call.approval();
    if (gate == null || gate.approved() == null) {
      return "The call of tool '%s' was not answered.".formatted(call.toolName());
    }
    String decision = gate.isApproved() ? "approved" : "denied";
    return "The call of tool '%s' was %s%s."
        .formatted(call.toolName(), decision, because(gate.reason()));
  }

  private static String because(@Nullable String reason) {
    return reason == null || reason.isBlank() ? "" : ": " + WellFormedText.of(reason);
  }

  /** Returns what follows the results, named; empty if the result is all text. */
  List<Content> media() {
    List<MessagePart> seen = call.modelContent();
    List<Content> media = new ArrayList<>();
    if (seen != null) {
      for (MessagePart part : seen) {
        if (!(part instanceof TextPart)) {
          contents.of(List.of(part)).stream()
              .filter(content -> !(content instanceof TextContent))
              .forEach(media::add);
        }
      }
    }
    if (!media.isEmpty()) {
      media.add(0, TextContent.from("The tool '%s' returned:".formatted(call.toolName())));
    }
    return media;
  }
}
