package dev.antiphon.openai;

import dev.antiphon.message.ImagePart;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.SourcePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.port.ReplyWriter;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a model says of a reply that is complete. */
final class FinishedReply {

  /** Where LangChain4j's attributes of a message stand in provider metadata. */
  static final String ATTRIBUTES = "langchain4j";

  private final ChatResponse response;
  private final StreamFacts facts;

  FinishedReply(ChatResponse response, StreamFacts facts) {
    this.response = response;
    this.facts = facts;
  }

  boolean hasFinishReason() {
    return facts.finishReason() != null || response.finishReason() != null;
  }

  /** Returns parts that come at the end: pictures, and what the text cites. */
  List<MessagePart> parts() {
    List<MessagePart> parts = new ArrayList<>();
    for (Image image : response.aiMessage().images()) {
      String url = image.url() != null
          ? image.url().toString()
          : "data:%s;base64,%s".formatted(image.mimeType(), image.base64Data());
      parts.add(new ImagePart(url, null, null));
    }
    facts
        .citations()
        .forEach((url, title) -> parts.add(new SourcePart.Url(
            "source_" + parts.size(),
            WellFormedText.of(url),
            title.isEmpty() ? null : WellFormedText.of(title),
            null,
            null)));
    return parts;
  }

  /**
   * Keeps what the provider wants back with the message, such as the signature of its reasoning: on
   * the part that is open, or, behind a call, by writing the step anew.
   */
  void keepAttributes(ReplyWriter reply, CallsOfStep calls, boolean isCallOpen) {
    Map<String, Object> attributes =
        ProviderAttributes.toJson(response.aiMessage().attributes());
    if (attributes.isEmpty()) {
      return;
    }
    Map<String, Object> metadata = Map.of(ATTRIBUTES, attributes);
    List<MessagePart> others = parts();
    if (!isCallOpen && others.isEmpty()) {
      reply.providerMetadata(metadata);
      return;
    }
    AiMessage message = response.aiMessage();
    List<MessagePart> parts = new ArrayList<>();
    if (message.thinking() != null) {
      parts.add(ReasoningPart.builder(TextView.of(WellFormedText.of(message.thinking())))
          .providerMetadata(metadata)
          .build());
    }
    if (message.text() != null) {
      parts.add(TextPart.builder(TextView.of(WellFormedText.of(message.text())))
          .providerMetadata(metadata)
          .build());
    }
    parts.addAll(calls.parts());
    parts.addAll(others);
    reply.replaceContent(parts);
  }

  /** Reports usage, model, finish reason and status. */
  void report(ReplyWriter reply) {
    dev.langchain4j.model.output.TokenUsage usage = response.tokenUsage();
    if (usage != null) {
      reply.usage(new TokenUsage(count(usage.inputTokenCount()), count(usage.outputTokenCount())));
    }
    if (response.modelName() != null) {
      reply.custom(Map.of("modelName", WellFormedText.of(response.modelName())));
    }
    reply.step(response.id(), reason());
    Status status = status();
    if (status != null) {
      reply.status(status);
    }
  }

  private static long count(@Nullable Integer tokens) {
    return tokens == null ? 0 : Math.max(0, tokens);
  }

  private @Nullable String reason() {
    if (facts.finishReason() != null) {
      return WellFormedText.of(facts.finishReason());
    }
    FinishReason reason = response.finishReason();
    return reason == null ? null : reason.name().toLowerCase(Locale.ROOT);
  }

  /** Returns how the reply ends, or {@code null} if its tool calls decide that (rule CONT-4). */
  private @Nullable Status status() {
    if (facts.isRefused()) {
      return Status.incomplete(Status.Reason.CONTENT_FILTER);
    }
    FinishReason reason = response.finishReason();
    if (reason == null) {
      return Status.COMPLETE_UNKNOWN;
    }
    return switch (reason) {
      case STOP -> Status.STOP;
      case LENGTH -> Status.incomplete(Status.Reason.LENGTH);
      case CONTENT_FILTER -> Status.incomplete(Status.Reason.CONTENT_FILTER);
      case TOOL_EXECUTION -> null;
      case OTHER -> Status.COMPLETE_UNKNOWN;
    };
  }
}
