package dev.antiphon.openai;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Step;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallPart;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes an assistant message apart into what a provider calls messages: one for each step, each
 * followed by the results of its calls (rules MSG-5 and TOOL-9). Every call is followed by exactly
 * one result, whatever the message has been through.
 */
final class AssistantSteps {

  private final PartContents contents;

  AssistantSteps(PartContents contents) {
    this.contents = contents;
  }

  /** Adds a message to a sequence. */
  void add(Message message, MessageSequence sequence) {
    for (List<MessagePart> block : blocks(message)) {
      addBlock(block, sequence);
    }
  }

  /**
   * Cuts at the end of each step that is known, and where text follows a call: the calls of one
   * message come last in it.
   */
  private static List<List<MessagePart>> blocks(Message message) {
    Set<Integer> ends = new HashSet<>();
    for (Step step : message.metadata().steps()) {
      if (step.contentSize() != null) {
        ends.add(step.contentSize());
      }
    }
    List<List<MessagePart>> blocks = new ArrayList<>();
    List<MessagePart> block = new ArrayList<>();
    boolean hasCalls = false;
    for (int i = 0; i < message.content().size(); i++) {
      MessagePart part = message.content().get(i);
      boolean isCall = part instanceof ToolCallPart;
      boolean isCut = ends.contains(i) || (hasCalls && !isCall);
      if (isCut && !block.isEmpty()) {
        blocks.add(block);
        block = new ArrayList<>();
        hasCalls = false;
      }
      block.add(part);
      hasCalls |= isCall;
    }
    blocks.add(block);
    return blocks;
  }

  private void addBlock(List<MessagePart> block, MessageSequence sequence) {
    List<String> texts = new ArrayList<>();
    List<String> thoughts = new ArrayList<>();
    List<ToolExecutionRequest> requests = new ArrayList<>();
    List<ToolExecutionResultMessage> results = new ArrayList<>();
    List<Content> media = new ArrayList<>();
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (MessagePart part : block) {
      if (part instanceof TextPart text) {
        addText(WellFormedText.of(text.view()), texts);
        keepAttributes(text.providerMetadata(), attributes);
      } else if (part instanceof ReasoningPart reasoning) {
        addText(WellFormedText.of(reasoning.view()), thoughts);
        keepAttributes(reasoning.providerMetadata(), attributes);
      } else if (part instanceof ToolCallPart call) {
        requests.add(request(call));
        ToolOutput output = new ToolOutput(call, contents);
        results.add(output.message());
        media.addAll(output.media());
      }
    }
    AiMessage message = AiMessage.builder()
        .text(joined(texts))
        .thinking(joined(thoughts))
        .toolExecutionRequests(requests)
        .attributes(attributes)
        .build();
    sequence.assistant(message, results);
    sequence.user(media);
  }

  private static void addText(String text, List<String> texts) {
    if (!text.isBlank()) {
      texts.add(text);
    }
  }

  private static @Nullable String joined(List<String> texts) {
    return texts.isEmpty() ? null : String.join("\n\n", texts);
  }

  private static void keepAttributes(
      @Nullable Map<String, Object> metadata, Map<String, Object> attributes) {
    if (metadata != null && metadata.get(FinishedReply.ATTRIBUTES) instanceof Map<?, ?> kept) {
      kept.forEach((key, value) -> attributes.put(String.valueOf(key), value));
    }
  }

  private static ToolExecutionRequest request(ToolCallPart call) {
    return ToolExecutionRequest.builder()
        .id(call.toolCallId().value())
        .name(WellFormedText.of(call.toolName()))
        .arguments(arguments(call))
        .build();
  }

  /** Returns arguments that are a JSON object, also where the model wrote something else. */
  private static String arguments(ToolCallPart call) {
    if (call.args().isEmpty()) {
      return "{}";
    }
    String text = call.argsText().toString();
    return text.isBlank() ? WireJson.write(call.args()) : WellFormedText.of(text);
  }
}
