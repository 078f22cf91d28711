package dev.antiphon.spi.json;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Status;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The JSON of a status: {@code type}, {@code reason?}, {@code error?}. */
final class StatusForm {

  private StatusForm() {}

  static void write(JsonSink out, String name, @Nullable Status status, Flavour flavour)
      throws IOException {
    if (status != null) {
      out.name(name);
      writeValue(out, status, flavour);
    }
  }

  /** Writes a status as the value of the field that was named, or as the whole text. */
  static void writeValue(JsonSink out, Status status, Flavour flavour) throws IOException {
    out.beginObject();
    out.string("type", Status.jsonName(status.type()));
    Status.Reason reason = status.reason();
    out.string("reason", flavour.name(reason));
    ErrorInfo error = status.error();
    if (error != null) {
      out.beginObject("error");
      out.string("code", error.code());
      out.string("message", error.message());
      ErrorInfo.Severity severity = error.severity();
      out.string("severity", severity == null ? null : Status.jsonName(severity));
      ErrorInfo.Display display = error.display();
      out.string("display", display == null ? null : Status.jsonName(display));
      out.endObject();
    }
    out.endObject();
  }

  static Status ofMessage(JsonCursor in) throws IOException {
    Status.Type type = null;
    Status.Reason reason = null;
    ErrorInfo error = null;
    in.beginObject();
    while (in.nextField()) {
      switch (in.name()) {
        case "type" -> type = in.oneOf(Status.Type.class);
        case "reason" -> reason = in.oneOf(Status.Reason.class);
        case "error" -> error = error(in);
        default -> throw in.unknownField();
      }
    }
    return new Status(in.required(type, "type"), reason, error);
  }

  /**
   * Reads the status of a part: an unknown reason of {@code incomplete} becomes {@code other}, any
   * other unknown status is ignored (rule MSG-8).
   */
  static @Nullable Status ofPart(JsonCursor in) throws IOException {
    String type = null;
    String reasonName = null;
    ErrorInfo error = null;
    in.beginObject();
    while (in.nextField()) {
      switch (in.name()) {
        case "type" -> type = in.string();
        case "reason" -> reasonName = in.string();
        case "error" -> error = error(in);
        default -> throw in.unknownField();
      }
    }
    Status.Type known = JsonCursor.constant(Status.Type.class, in.required(type, "type"));
    Status.Reason reason = JsonCursor.constant(Status.Reason.class, reasonName);
    if (known == null) {
      return null;
    }
    if (reasonName != null && reason == null) {
      return known == Status.Type.INCOMPLETE ? Status.incomplete(Status.Reason.OTHER) : null;
    }
    return new Status(known, reason, error);
  }

  private static ErrorInfo error(JsonCursor in) throws IOException {
    String code = null;
    String message = null;
    ErrorInfo.Severity severity = null;
    ErrorInfo.Display display = null;
    in.beginObject();
    while (in.nextField()) {
      switch (in.name()) {
        case "code" -> code = in.string();
        case "message" -> message = in.string();
        case "severity" -> severity = in.oneOf(ErrorInfo.Severity.class);
        case "display" -> display = in.oneOf(ErrorInfo.Display.class);
        default -> throw in.unknownField();
      }
    }
    return new ErrorInfo(
        in.required(code, "code"), in.required(message, "message"), severity, display);
  }
}
