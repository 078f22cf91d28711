package dev.antiphon.openai;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.Message;
import dev.antiphon.port.RunRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes LangChain4j's messages of a request: total, so that any stored thread gives a request that
 * providers take.
 */
final class Conversation {

  private final PartContents contents;
  private final AssistantSteps steps;

  /**
   * Makes a mapping.
   *
   * @param accepted what the model takes beside text
   */
  Conversation(Set<MediaKind> accepted) {
    this.contents = new PartContents(accepted);
    this.steps = new AssistantSteps(contents);
  }

  /** Returns the system text, the messages and the reply so far. */
  List<ChatMessage> of(RunRequest request) {
    MessageSequence sequence = new MessageSequence();
    sequence.system(WellFormedText.of(request.context().system()));
    for (Message message : request.conversation()) {
      switch (message.role()) {
        case SYSTEM -> sequence.system(WellFormedText.of(message.text()));
        case USER -> sequence.user(user(message));
        case ASSISTANT -> steps.add(message, sequence);
      }
    }
    return sequence.messages();
  }

  private List<Content> user(Message message) {
    List<Content> all = new ArrayList<>();
    if (message.metadata().custom().get("quote") instanceof Map<?, ?> quote
        && quote.get("text") instanceof String text
        && !text.isBlank()) {
      all.add(TextContent.from("> " + WellFormedText.of(text).strip().replace("\n", "\n> ")));
    }
    all.addAll(contents.of(message.content()));
    for (Attachment attachment : message.attachments()) {
      all.addAll(contents.of(attachment.content()));
    }
    return all;
  }
}
