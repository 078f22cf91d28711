package dev.antiphon.spi.json;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.TokenUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of a message's metadata; what has its default is left out, or not: see the flavour. */
final class MetadataForm {

  private MetadataForm() {}

  static void write(JsonSink out, MessageMetadata metadata, Role role, Flavour flavour)
      throws IOException {
    if (metadata.equals(MessageMetadata.NONE) && !flavour.isWhole()) {
      return;
    }
    out.name("metadata");
    writeValue(out, metadata, role, flavour);
  }

  /** Writes metadata as the value of the field that was named, or as the whole text. */
  static void writeValue(JsonSink out, MessageMetadata metadata, Role role, Flavour flavour)
      throws IOException {
    boolean isWhole = flavour.isWhole() && role == Role.ASSISTANT;
    out.beginObject();
    if (metadata.state() != null || isWhole) {
      out.field("unstable_state", metadata.state());
    }
    if (!metadata.annotations().isEmpty() || isWhole) {
      out.field("unstable_annotations", metadata.annotations());
    }
    if (!metadata.data().isEmpty() || isWhole) {
      out.field("unstable_data", metadata.data());
    }
    if (!metadata.steps().isEmpty() || isWhole) {
      out.beginArray("steps");
      for (Step step : metadata.steps()) {
        writeStep(out, step);
      }
      out.endArray();
    }
    writeTiming(out, metadata.timing(), flavour);
    Feedback feedback = metadata.submittedFeedback();
    if (feedback != null) {
      out.beginObject("submittedFeedback");
      out.string("type", Status.jsonName(feedback.type()));
      out.string("comment", feedback.comment());
      out.endObject();
    } else if (flavour.isShown() && role == Role.ASSISTANT) {
      // A page is told of a mark that was taken back; it has no way to forget a field.
      out.field("submittedFeedback", null);
    }
    if (!metadata.custom().isEmpty() || flavour.isWhole()) {
      out.field("custom", metadata.custom());
    }
    out.endObject();
  }

  static void writeStep(JsonSink out, Step step) throws IOException {
    out.beginObject();
    out.string("messageId", step.messageId());
    TokenUsage usage = step.usage();
    if (usage != null) {
      out.beginObject("usage");
      out.number("inputTokens", usage.inputTokens());
      out.number("outputTokens", usage.outputTokens());
      out.endObject();
    }
    out.string("finishReason", step.finishReason());
    Integer contentSize = step.contentSize();
    out.number("contentSize", contentSize == null ? null : Long.valueOf(contentSize));
    out.endObject();
  }

  private static void writeTiming(JsonSink out, @Nullable MessageTiming timing, Flavour flavour)
      throws IOException {
    if (timing == null) {
      return;
    }
    out.beginObject("timing");
    out.number("streamStartTime", timing.streamStartTime());
    out.number("firstTokenTime", timing.firstTokenTime());
    out.number("totalStreamTime", timing.totalStreamTime());
    out.number("tokenCount", timing.tokenCount());
    Double tokensPerSecond = timing.tokensPerSecond();
    boolean isSaid =
        !flavour.isShown() || (tokensPerSecond != null && Double.isFinite(tokensPerSecond));
    if (tokensPerSecond != null && isSaid) {
      out.field("tokensPerSecond", flavour.rate(tokensPerSecond));
    }
    out.number("totalChunks", timing.totalChunks());
    out.number("toolCallCount", timing.toolCallCount());
    out.endObject();
  }

  static MessageMetadata read(JsonCursor in) throws IOException {
    MessageMetadata.Builder metadata = MessageMetadata.builder();
    in.beginObject();
    while (in.nextField()) {
      switch (in.name()) {
        case "unstable_state" -> metadata.state(in.value());
        case "unstable_annotations" -> metadata.annotations(in.values());
        case "unstable_data" -> metadata.data(in.values());
        case "steps" -> metadata.steps(steps(in));
        case "timing" -> metadata.timing(timing(in));
        case "submittedFeedback" -> metadata.submittedFeedback(feedback(in));
        case "custom" -> metadata.custom(in.object());
        default -> throw in.unknownField();
      }
    }
    return metadata.build();
  }

  private static List<Step> steps(JsonCursor in) throws IOException {
    List<Step> steps = new ArrayList<>();
    in.beginArray();
    while (in.nextElement(steps.size())) {
      Step.Builder step = Step.builder();
      in.beginObject();
      while (in.nextField()) {
        switch (in.name()) {
          case "messageId" -> step.messageId(in.string());
          case "usage" -> step.usage(usage(in));
          case "finishReason" -> step.finishReason(in.string());
          case "contentSize" -> step.contentSize(Math.toIntExact(in.integer()));
          default -> throw in.unknownField();
        }
      }
      steps.add(step.build());
    }
    return steps;
  }

  private static TokenUsage usage(JsonCursor in) throws IOException {
    long inputTokens = 0;
    long outputTokens = 0;
    in.beginObject();
    while (in.nextField()) {
      switch (in.name()) {
        case "inputTokens" -> inputTokens = in.integer();
        case "outputTokens" -> outputTokens = in.integer();
        default -> throw in.unknownField();
      }
    }
    return new TokenUsage(inputTokens, outputTokens);
  }

  private static MessageTiming timing(JsonCursor in) throws IOException {
    MessageTiming.Builder timing = MessageTiming.builder();
    in.beginObject();
    while (in.nextField()) {
      switch (in.name()) {
        case "streamStartTime" -> timing.streamStartTime(in.integer());
        case "firstTokenTime" -> timing.firstTokenTime(in.integer());
        case "totalStreamTime" -> timing.totalStreamTime(in.integer());
        case "tokenCount" -> timing.tokenCount(in.integer());
        case "tokensPerSecond" ->
          timing.tokensPerSecond(in.isString() ? Double.valueOf(in.string()) : in.number());
        case "totalChunks" -> timing.totalChunks(in.integer());
        case "toolCallCount" -> timing.toolCallCount(in.integer());
        default -> throw in.unknownField();
      }
    }
    return timing.build();
  }

  private static Feedback feedback(JsonCursor in) throws IOException {
    Feedback.Type type = null;
    String comment = null;
    in.beginObject();
    while (in.nextField()) {
      switch (in.name()) {
        case "type" -> type = in.oneOf(Feedback.Type.class);
        case "comment" -> comment = in.string();
        default -> throw in.unknownField();
      }
    }
    return new Feedback(in.required(type, "type"), comment);
  }
}
