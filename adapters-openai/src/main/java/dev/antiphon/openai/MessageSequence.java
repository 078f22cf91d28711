package dev.antiphon.openai;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a request, in order. Neighbours of one role become one message: a failed or
 * cancelled turn leaves two questions in a row, which some providers refuse.
 *
 * <p><b>Threads.</b> For one thread.
 */
final class MessageSequence {

  private static final String BLANK_LINE = "\n\n";

  private final List<ChatMessage> messages = new ArrayList<>();

  /** Returns the messages. */
  List<ChatMessage> messages() {
    return messages;
  }

  /** Adds an instruction, unless it is blank. */
  void system(String text) {
    if (text.isBlank()) {
      return;
    }
    add(
        last() instanceof SystemMessage before
            ? replaced(SystemMessage.from(before.text() + BLANK_LINE + text))
            : SystemMessage.from(text));
  }

  /** Adds what a person says, unless it is nothing. */
  void user(List<Content> contents) {
    if (contents.isEmpty()) {
      return;
    }
    List<Content> all = new ArrayList<>();
    if (last() instanceof UserMessage before) {
      all.addAll(before.contents());
      messages.remove(messages.size() - 1);
    }
    all.addAll(contents);
    // A plain text is understood by servers that know no lists of contents.
    add(
        all.stream().allMatch(TextContent.class::isInstance)
            ? UserMessage.from(joinedTexts(all))
            : UserMessage.from(all));
  }

  private static String joinedTexts(List<Content> contents) {
    List<String> texts = new ArrayList<>();
    for (Content content : contents) {
      texts.add(((TextContent) content).text());
    }
    return String.join(BLANK_LINE, texts);
  }

  /** Adds what the model said and called, if it is anything, with the answers to its calls. */
  void assistant(AiMessage message, List<ToolExecutionResultMessage> results) {
    if (message.text() == null && !message.hasToolExecutionRequests()) {
      return;
    }
    add(last() instanceof AiMessage before ? replaced(joined(before, message)) : message);
    messages.addAll(results);
  }

  private static AiMessage joined(AiMessage before, AiMessage message) {
    Map<String, Object> attributes = new LinkedHashMap<>(before.attributes());
    attributes.putAll(message.attributes());
    return AiMessage.builder()
        .text(joined(before.text(), message.text()))
        .thinking(joined(before.thinking(), message.thinking()))
        .toolExecutionRequests(message.toolExecutionRequests())
        .attributes(attributes)
        .build();
  }

  private static @Nullable String joined(@Nullable String before, @Nullable String text) {
    if (before == null || text == null) {
      return before == null ? text : before;
    }
    return before + BLANK_LINE + text;
  }

  private @Nullable ChatMessage last() {
    return messages.isEmpty() ? null : messages.get(messages.size() - 1);
  }

  private ChatMessage replaced(ChatMessage message) {
    messages.remove(messages.size() - 1);
    return message;
  }

  private void add(ChatMessage message) {
    messages.add(message);
  }
}
