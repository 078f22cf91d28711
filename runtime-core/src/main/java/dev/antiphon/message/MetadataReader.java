package dev.antiphon.message;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the metadata of a message from JSON with assistant-ui's names. */
final class MetadataReader {

  private MetadataReader() {}

  static MessageMetadata of(@Nullable JsonFields json) {
    if (json == null) {
      return MessageMetadata.NONE;
    }
    MessageMetadata.Builder metadata =
        MessageMetadata.builder().state(json.value("unstable_state"));
    List<Object> annotations = json.list("unstable_annotations");
    if (annotations != null) {
      metadata.annotations(annotations);
    }
    List<Object> data = json.list("unstable_data");
    if (data != null) {
      metadata.data(data);
    }
    List<Step> steps = json.each("steps", MetadataReader::step);
    if (steps != null) {
      metadata.steps(steps);
    }
    Map<String, Object> custom = json.object("custom");
    if (custom != null) {
      metadata.custom(custom);
    }
    JsonFields timing = json.fields("timing");
    JsonFields feedback = json.fields("submittedFeedback");
    return metadata
        .timing(timing == null ? null : timing(timing))
        .submittedFeedback(feedback == null ? null : feedback(feedback))
        .build();
  }

  private static Step step(JsonFields json) {
    JsonFields usage = json.fields("usage");
    Long contentSize = json.whole("contentSize");
    if (contentSize != null && (contentSize < 0 || contentSize > Integer.MAX_VALUE)) {
      throw json.refused("contentSize", "is " + contentSize + ", which is no number of parts");
    }
    return Step.builder()
        .messageId(json.text("messageId"))
        .usage(
            usage == null
                ? null
                : new TokenUsage(
                    orZero(usage.whole("inputTokens")), orZero(usage.whole("outputTokens"))))
        .finishReason(json.text("finishReason"))
        .contentSize(contentSize == null ? null : contentSize.intValue())
        .build();
  }

  private static MessageTiming timing(JsonFields json) {
    Number tokensPerSecond = json.number("tokensPerSecond");
    return MessageTiming.builder()
        .streamStartTime(json.whole("streamStartTime"))
        .firstTokenTime(json.whole("firstTokenTime"))
        .totalStreamTime(json.whole("totalStreamTime"))
        .tokenCount(json.whole("tokenCount"))
        .tokensPerSecond(tokensPerSecond == null ? null : tokensPerSecond.doubleValue())
        .totalChunks(orZero(json.whole("totalChunks")))
        .toolCallCount(orZero(json.whole("toolCallCount")))
        .build();
  }

  private static Feedback feedback(JsonFields json) {
    String type = json.requiredText("type");
    Feedback.Type known = StatusReader.constant(Feedback.Type.class, type);
    if (known == null) {
      throw json.refused("type", "is '" + type + "', not positive or negative");
    }
    return new Feedback(known, json.text("comment"));
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
