package dev.antiphon.tool;

import java.util.Map;

/**
 * Checks the arguments of a call against what the tool accepts (rule TOOL-5). The check against a
 * JSON Schema belongs to the tool: {@code runtime-spi} brings one.
 *
 * <p><b>Threads.</b> Called on a thread of the runtime; must not block.
 */
@FunctionalInterface
public interface ArgumentsCheck {

  /** Accepts every object. */
  ArgumentsCheck ANY = (toolName, arguments) -> arguments;

  /**
   * Checks arguments.
   *
   * @param toolName the tool's name, for the exception
   * @param arguments the parsed arguments, immutable
   * @return the checked value, which the handler gets
   * @throws InvalidArgumentsException naming every problem
   */
  Map<String, Object> check(String toolName, Map<String, Object> arguments);
}
