package dev.antiphon.runtime;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolException;
import dev.antiphon.tool.ToolResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** The error results that the model gets; each names the tool and says what to do (rule TOOL-6). */
final class ToolErrors {

  private ToolErrors() {}

  /** Turns what a handler threw into a result: its class and message, never its stack (TOOL-17). */
  static ToolResult of(Tool tool, Throwable thrown) {
    if (thrown instanceof ToolException told) {
      if (told.data() == null) {
        return ToolResult.error(told.info().message());
      }
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("message", told.info().message());
      result.put("data", told.data());
      return ToolResult.builder().result(result).isError(true).build();
    }
    ErrorInfo info = ErrorInfo.from(thrown);
    if (thrown instanceof ChatRuntimeException && info.code().equals(ErrorInfo.TIMEOUT)) {
      return ToolResult.error("Tool '%s' ended without a result (timeout): %s Go on without it."
          .formatted(tool.name(), info.message()));
    }
    return ToolResult.error(
        "Tool '%s' failed with %s: %s. Try other arguments, or go on without it."
            .formatted(tool.name(), thrown.getClass().getSimpleName(), info.message()));
  }

  static ToolResult timedOut(Tool tool) {
    return ToolResult.error(
        "Tool '%s' took too long and was stopped (timeout). Try a smaller task, or go on without it."
            .formatted(tool.name()));
  }

  static ToolResult tooLarge(Tool tool, int limit) {
    return ToolResult.error("The result of tool '%s' is larger than %d bytes. Ask for less."
        .formatted(tool.name(), limit));
  }

  static ToolResult notStored(ToolSession session) {
    return ToolResult.error(
        ("Tool '%s' was not executed: its start could not be stored, and it may not run twice. Try again"
                + " later.")
            .formatted(session.toolName()));
  }
}
