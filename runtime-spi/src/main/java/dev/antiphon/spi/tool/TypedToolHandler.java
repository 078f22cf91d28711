package dev.antiphon.spi.tool;

import dev.antiphon.tool.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * What a typed tool does.
 *
 * <p><b>Threads.</b> As for {@link dev.antiphon.tool.ToolHandler}: called on a thread of the
 * runtime, several calls at a time; it may block.
 *
 * <p>Implemented by applications and plug-ins.
 *
 * @param <A> the record of arguments
 */
@FunctionalInterface
public interface TypedToolHandler<A extends Record> {

  /**
   * Executes one call.
   *
   * @param arguments the checked arguments
   * @param call the call, and what the handler may ask of the runtime meanwhile
   * @return a {@code ToolResult}, JSON, or anything that Jackson writes as JSON, such as a record;
   *     {@code null} is the result null
   * @throws Exception as for {@link dev.antiphon.tool.ToolHandler#execute}
   */
  @Nullable
  Object execute(A arguments, ToolCall call) throws Exception;
}
