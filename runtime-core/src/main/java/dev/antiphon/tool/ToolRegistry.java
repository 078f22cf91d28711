package dev.antiphon.tool;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tools of a context by name: an immutable value, sorted by name (rule TOOL-3). */
public final class ToolRegistry {

  /** No tools. */
  public static final ToolRegistry EMPTY = new ToolRegistry(new TreeMap<>());

  private final SortedMap<String, Tool> tools;

  private ToolRegistry(SortedMap<String, Tool> tools) {
    this.tools = Collections.unmodifiableSortedMap(tools);
  }

  /**
   * Returns a registry of tools.
   *
   * @param tools the tools
   * @throws DuplicateToolException if two different tools have one name
   */
  public static ToolRegistry of(Collection<Tool> tools) {
    ToolRegistry registry = EMPTY;
    for (Tool tool : tools) {
      registry = registry.with(tool);
    }
    return registry;
  }

  /**
   * Returns a registry with one more tool; the same tool twice counts once.
   *
   * @param tool the tool
   * @throws DuplicateToolException if another tool has its name
   */
  public ToolRegistry with(Tool tool) {
    Tool present = tools.get(requireNonNull(tool, "tool").name());
    if (present != null && present != tool) {
      throw new DuplicateToolException(tool.name());
    }
    return replacing(tool);
  }

  /**
   * Returns a registry with a tool in place of the one of its name, if there is one.
   *
   * @param tool the tool
   */
  public ToolRegistry replacing(Tool tool) {
    SortedMap<String, Tool> changed = new TreeMap<>(tools);
    changed.put(tool.name(), tool);
    return new ToolRegistry(changed);
  }

  /**
   * Returns a registry without a tool.
   *
   * @param name the tool's name; one that is not there changes nothing
   */
  public ToolRegistry without(String name) {
    SortedMap<String, Tool> changed = new TreeMap<>(tools);
    changed.remove(name);
    return new ToolRegistry(changed);
  }

  /**
   * Returns the tool of a name.
   *
   * @param name the name
   */
  public Optional<Tool> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  /** Returns all tools, sorted by name. */
  public List<Tool> all() {
    return List.copyOf(tools.values());
  }

  /** Returns the tools that a model is offered: those not disabled, sorted by name. */
  public List<Tool> offered() {
    return tools.values().stream().filter(tool -> !tool.isDisabled()).toList();
  }

  /** Returns whether both hold the same tool objects. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ToolRegistry that && tools.equals(that.tools);
  }

  @Override
  public int hashCode() {
    return tools.hashCode();
  }

  @Override
  public String toString() {
    return "ToolRegistry" + tools.keySet();
  }
}
