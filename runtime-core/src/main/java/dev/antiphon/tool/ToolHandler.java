package dev.antiphon.tool;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tool does.
 *
 * <p><b>Threads.</b> Called on a thread of the runtime, under no lock, several calls at a time; it
 * may block (rule TOOL-10).
 *
 * <p>Implemented by applications and plug-ins.
 */
@FunctionalInterface
public interface ToolHandler {

  /**
   * Executes one call.
   *
   * @param arguments the checked arguments, immutable
   * @param call the call, and what the handler may ask of the runtime meanwhile
   * @return JSON, or a {@link ToolResult}; {@code null} is the result null
   * @throws ToolException to give the model a message and data of the tool's own
   * @throws Exception anything else gives the model the exception's class and message, never its
   *     stack
   */
  @Nullable
  Object execute(Map<String, Object> arguments, ToolCall call) throws Exception;
}
