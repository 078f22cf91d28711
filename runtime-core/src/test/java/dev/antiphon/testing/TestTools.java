package dev.antiphon.testing;

import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tools that tests call, and what they were called with. */
public final class TestTools {

  /** The arguments of each execution of a tool made by {@link #recording}, in order. */
  public final List<Map<String, Object>> executions = new ArrayList<>();

  /** Makes tools that were not called yet. */
  public TestTools() {}

  /**
   * Returns a tool that keeps its arguments and returns how often it was called.
   *
   * @param name its name
   */
  public Tool recording(String name) {
    return tool(name, (arguments, call) -> {
      executions.add(arguments);
      return executions.size();
    });
  }

  /**
   * Returns a tool.
   *
   * @param name its name
   * @param handler what it does
   */
  public static Tool tool(String name, ToolHandler handler) {
    return Tool.builder(name, "Does " + name).handler(handler).build();
  }

  /**
   * Returns a tool without a handler.
   *
   * @param name its name
   */
  public static Tool human(String name) {
    return Tool.builder(name, "Asks somebody").build();
  }
}
