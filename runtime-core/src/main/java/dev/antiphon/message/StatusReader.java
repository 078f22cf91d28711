package dev.antiphon.message;

import static dev.antiphon.message.Status.jsonName;

import dev.antiphon.error.ErrorInfo;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads statuses from JSON, those of messages strictly, those of parts leniently (rule MSG-8). */
final class StatusReader {

  private static final Set<Status.Reason> ON_PARTS = EnumSet.of(
      Status.Reason.CANCELLED,
      Status.Reason.LENGTH,
      Status.Reason.CONTENT_FILTER,
      Status.Reason.OTHER,
      Status.Reason.ERROR);

  private static final Set<Status.Reason> ON_MESSAGES = EnumSet.of(
      Status.Reason.CANCELLED,
      Status.Reason.TOOL_CALLS,
      Status.Reason.LENGTH,
      Status.Reason.CONTENT_FILTER,
      Status.Reason.OTHER,
      Status.Reason.ERROR,
      Status.Reason.INTERRUPTED);

  private StatusReader() {}

  /**
   * Reads the status of a message. An unknown reason becomes the one that says nothing:
   * {@code unknown} of what is complete, {@code other} of what is incomplete.
   */
  static @Nullable Status ofMessage(JsonFields owner) {
    JsonFields json = owner.fields("status");
    if (json == null) {
      return null;
    }
    Status.Type type = constant(Status.Type.class, json.requiredText("type"));
    if (type == null) {
      throw json.refused("type", "is '" + json.text("type") + "', which is no status");
    }
    Status.Reason reason = constant(Status.Reason.class, json.text("reason"));
    return switch (type) {
      case RUNNING -> Status.RUNNING;
      case COMPLETE -> reason == Status.Reason.STOP ? Status.STOP : Status.COMPLETE_UNKNOWN;
      case REQUIRES_ACTION -> paused(json, reason);
      case INCOMPLETE -> incomplete(json, knownOrOther(reason, ON_MESSAGES));
    };
  }

  /** Reads the status of a part, or returns null for one that a part cannot have. */
  static @Nullable Status ofPart(JsonFields owner) {
    if (!(owner.value("status") instanceof Map)) {
      return null;
    }
    JsonFields json = owner.fields("status");
    if (json == null || !(json.value("type") instanceof String name)) {
      return null;
    }
    Status.Type type = constant(Status.Type.class, name);
    if (type == Status.Type.RUNNING) {
      return Status.RUNNING;
    } else if (type == Status.Type.COMPLETE) {
      return Status.COMPLETE;
    } else if (type != Status.Type.INCOMPLETE) {
      return null;
    }
    Status.Reason reason =
        json.value("reason") instanceof String known ? constant(Status.Reason.class, known) : null;
    return incomplete(json, knownOrOther(reason, ON_PARTS));
  }

  /** Returns the constant that has a name in JSON, or null. */
  static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String name) {
    for (E constant : type.getEnumConstants()) {
      if (jsonName(constant).equals(name)) {
        return constant;
      }
    }
    return null;
  }

  private static Status paused(JsonFields json, Status.@Nullable Reason reason) {
    if (reason == Status.Reason.TOOL_CALLS) {
      return Status.TOOL_CALLS;
    } else if (reason == Status.Reason.INTERRUPT) {
      return Status.INTERRUPT;
    }
    throw json.refused(
        "reason", "is neither tool-calls nor interrupt, which requires-action needs");
  }

  private static Status.Reason knownOrOther(
      Status.@Nullable Reason reason, Set<Status.Reason> known) {
    return reason != null && known.contains(reason) ? reason : Status.Reason.OTHER;
  }

  private static Status incomplete(JsonFields json, Status.Reason reason) {
    if (reason != Status.Reason.ERROR || !json.has("error")) {
      return Status.incomplete(reason);
    }
    Object error = json.value("error");
    return error == null ? Status.incomplete(reason) : Status.failed(errorOf(error, json));
  }

  /** Any JSON may stand as error; what has no message gets one that says so. */
  private static ErrorInfo errorOf(Object error, JsonFields owner) {
    JsonFields json = error instanceof Map ? owner.fields("error") : null;
    if (json == null) {
      return ErrorInfo.of(
          ErrorInfo.UNKNOWN, error instanceof String text ? text : "An error without a message.");
    }
    return new ErrorInfo(
        json.value("code") instanceof String code ? code : ErrorInfo.UNKNOWN,
        json.value("message") instanceof String text ? text : "An error without a message.",
        json.value("severity") instanceof String severity
            ? constant(ErrorInfo.Severity.class, severity)
            : null,
        json.value("display") instanceof String display
            ? constant(ErrorInfo.Display.class, display)
            : null);
  }
}
