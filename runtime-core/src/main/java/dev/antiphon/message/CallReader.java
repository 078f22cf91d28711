package dev.antiphon.message;

import static java.util.Objects.requireNonNullElse;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads tool calls from JSON with assistant-ui's names; what a call lacks is filled in later. */
final class CallReader {

  private CallReader() {}

  static PartInput call(JsonFields json) {
    ToolCallId id = json.id("toolCallId", ToolCallId::new);
    Map<String, Object> args = json.object("args");
    String argsText = json.text("argsText");
    ToolCallPart.Builder call = ToolCallPart.builder(
            requireNonNullElse(id, PartInput.Call.NO_ID), json.requiredText("toolName"))
        .args(args == null ? Map.of() : args)
        .argsText(TextView.of(requireNonNullElse(argsText, "")))
        .isError(Boolean.TRUE.equals(json.flag("isError")))
        .modelContent(PartReader.modelContent(json))
        .timing(timing(json.fields("timing")))
        .approval(approval(json.fields("approval")))
        .interrupt(interrupt(json.fields("interrupt")))
        .mcp(json.object("mcp"))
        .isProviderExecuted(Boolean.TRUE.equals(json.flag("providerExecuted")))
        .providerMetadata(json.object("providerMetadata"))
        .parentId(json.text("parentId"));
    if (json.has("result")) {
      call.result(json.value("result"));
    }
    if (json.has("artifact")) {
      call.artifact(json.value("artifact"));
    }
    List<MessageInput> messages =
        json.each("messages", nested -> MessageReader.message(nested.asMessage()));
    return new PartInput.Call(call.build(), id != null, args != null, argsText != null, messages);
  }

  private static @Nullable ToolTiming timing(@Nullable JsonFields json) {
    if (json == null) {
      return null;
    }
    Instant startedAt = json.time("startedAt");
    if (startedAt == null) {
      throw json.refused("startedAt", "is missing: milliseconds are expected");
    }
    return new ToolTiming(startedAt, json.time("completedAt"));
  }

  private static @Nullable ToolInterrupt interrupt(@Nullable JsonFields json) {
    if (json == null) {
      return null;
    }
    String type = json.text("type");
    if (type != null && !type.equals("human")) {
      throw json.refused("type", "is '" + type + "', not human");
    }
    return new ToolInterrupt(json.value("payload"));
  }

  private static @Nullable ToolApproval approval(@Nullable JsonFields json) {
    if (json == null) {
      return null;
    }
    String resolution = json.text("resolution");
    ToolApproval.Resolution known =
        StatusReader.constant(ToolApproval.Resolution.class, resolution);
    if (resolution != null && known == null) {
      throw json.refused("resolution", "is not cancelled, expired or answered");
    }
    return ToolApproval.builder(json.requiredId("id", ApprovalId::new))
        .approved(json.flag("approved"))
        .reason(json.text("reason"))
        .optionId(json.text("optionId"))
        .isAutomatic(Boolean.TRUE.equals(json.flag("isAutomatic")))
        .options(json.each("options", CallReader::option))
        .resolution(known)
        .editedArguments(json.object("editedArguments"))
        .expiresAt(json.time("expiresAt"))
        .argumentsHash(json.text("argumentsHash"))
        .build();
  }

  private static ApprovalOption option(JsonFields json) {
    return new ApprovalOption(
        json.requiredText("id"),
        json.requiredText("kind"),
        json.text("label"),
        json.text("description"),
        json.value("grants"),
        json.flag("confirm"));
  }
}
