package dev.antiphon.spi.json;

import dev.antiphon.message.Message;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolInterrupt;
import dev.antiphon.message.ToolTiming;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a tool call, without its {@code type}. Progress is live only, and is written for a
 * page only.
 */
final class ToolCallForm {

  private static final Set<String> INTERRUPT_FIELDS = Set.of("type", "payload");

  private ToolCallForm() {}

  static void write(JsonSink out, ToolCallPart call, Flavour flavour) throws IOException {
    out.string("toolCallId", call.toolCallId().value());
    out.string("toolName", call.toolName());
    writeArguments(out, call, flavour);
    if (call.hasResult()) {
      out.field("result", call.result());
    }
    out.flag("isError", call.isError());
    if (call.hasArtifact() && !flavour.isCloud()) {
      out.field("artifact", call.artifact());
    }
    if (call.modelContent() != null && !flavour.isCloud()) {
      PartForm.writeAll(out, "modelContent", call.modelContent(), flavour);
    }
    if (call.hasProgress() && flavour.isShown()) {
      out.field("progress", call.progress());
    }
    writeTiming(out, call.timing());
    ApprovalForm.write(out, call.approval(), flavour);
    ToolInterrupt interrupt = call.interrupt();
    if (interrupt != null) {
      out.beginObject("interrupt");
      out.string("type", "human");
      out.field("payload", interrupt.payload());
      out.endObject();
    }
    out.object("mcp", call.mcp());
    List<Message> messages = call.messages();
    if (messages != null) {
      out.beginArray("messages");
      for (Message message : messages) {
        out.beginObject();
        MessageForm.write(out, message, flavour);
        out.endObject();
      }
      out.endArray();
    }
    out.flag("providerExecuted", call.isProviderExecuted());
    out.object("providerMetadata", flavour.isCloud() ? null : call.providerMetadata());
    out.string("parentId", call.parentId());
  }

  /** Writes both forms of the arguments, or in the cloud the one that gives the other. */
  private static void writeArguments(JsonSink out, ToolCallPart call, Flavour flavour)
      throws IOException {
    String argsText = call.argsText().toString();
    if (!flavour.isCloud()) {
      out.field("args", call.args());
      out.string("argsText", argsText);
    } else if (JacksonJson.compact(call.args()).equals(argsText)) {
      out.field("args", call.args());
    } else {
      out.string("argsText", argsText);
    }
  }

  private static void writeTiming(JsonSink out, @Nullable ToolTiming timing) throws IOException {
    if (timing != null) {
      out.beginObject("timing");
      writeTime(out, "startedAt", timing.startedAt());
      if (timing.completedAt() != null) {
        writeTime(out, "completedAt", timing.completedAt());
      }
      out.endObject();
    }
  }

  /** Reads the fields behind the {@code type}. */
  static ToolCallPart read(JsonCursor in) throws IOException {
    // The two names are set below; the builder wants them at once.
    ToolCallPart.Builder call = ToolCallPart.builder(new ToolCallId("-"), "");
    String toolCallId = null;
    String toolName = null;
    while (in.nextField()) {
      switch (in.name()) {
        case "toolCallId" -> toolCallId = in.string();
        case "toolName" -> toolName = in.string();
        case "args" -> call.args(in.object());
        case "argsText" -> call.argsText(TextView.of(in.string()));
        case "result" -> call.result(in.value());
        case "isError" -> call.isError(in.bool());
        case "artifact" -> call.artifact(in.value());
        case "modelContent" -> call.modelContent(PartForm.readAll(in));
        case "timing" -> call.timing(timing(in));
        case "approval" -> call.approval(ApprovalForm.read(in));
        case "interrupt" -> call.interrupt(interrupt(in));
        case "mcp" -> call.mcp(in.object());
        case "messages" -> call.messages(messages(in));
        case "providerExecuted" -> call.isProviderExecuted(in.bool());
        case "providerMetadata" -> call.providerMetadata(in.object());
        case "parentId" -> call.parentId(in.string());
        default -> throw in.unknownField();
      }
    }
    return call.toolCallId(new ToolCallId(in.required(toolCallId, "toolCallId")))
        .toolName(in.required(toolName, "toolName"))
        .build();
  }

  /** Writes milliseconds since the epoch as assistant-ui does, or text if they do not fit. */
  private static void writeTime(JsonSink out, String name, Instant time) throws IOException {
    long millis = time.getEpochSecond() * 1000 + time.getNano() / 1_000_000;
    if (Instant.ofEpochMilli(millis).equals(time)) {
      out.number(name, millis);
    } else {
      out.string(name, time.toString());
    }
  }

  private static Instant time(JsonCursor in) throws IOException {
    return in.isString() ? in.instant() : Instant.ofEpochMilli(in.integer());
  }

  private static ToolTiming timing(JsonCursor in) throws IOException {
    Instant startedAt = null;
    Instant completedAt = null;
    in.beginObject();
    while (in.nextField()) {
      switch (in.name()) {
        case "startedAt" -> startedAt = time(in);
        case "completedAt" -> completedAt = time(in);
        default -> throw in.unknownField();
      }
    }
    return new ToolTiming(in.required(startedAt, "startedAt"), completedAt);
  }

  private static ToolInterrupt interrupt(JsonCursor in) throws IOException {
    Map<String, Object> interrupt = in.object();
    if (!"human".equals(interrupt.get("type")) || !interrupt.keySet().equals(INTERRUPT_FIELDS)) {
      throw in.problem("expected a type human and a payload, found another object");
    }
    return new ToolInterrupt(interrupt.get("payload"));
  }

  private static List<Message> messages(JsonCursor in) throws IOException {
    List<Message> messages = new ArrayList<>();
    in.beginArray();
    while (in.nextElement(messages.size())) {
      in.beginObject();
      messages.add(MessageForm.read(in));
    }
    return messages;
  }
}
