package dev.antiphon.context;

import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Merges what providers give into one model context (rules CTX-2 to CTX-5); pure. */
public final class ContextMerge {

  private ContextMerge() {}

  /**
   * Merges contributions.
   *
   * @param inOrder what the providers give, in order of registration
   */
  public static ModelContext of(List<ModelContribution> inOrder) {
    return of(inOrder, List.of());
  }

  /**
   * Merges two lists of contributions. At equal priority, the explicit ones win (rule OPT-6).
   *
   * @param explicit what providers of the runtime give, in order of registration
   * @param supplied what providers of one thread give, in order
   */
  public static ModelContext of(
      List<ModelContribution> explicit, List<ModelContribution> supplied) {
    List<ModelContribution> strongestFirst = joined(explicit, supplied);
    strongestFirst.sort(Comparator.comparingInt(ModelContribution::priority).reversed());
    List<ModelContribution> weakestFirst = joined(supplied, explicit);
    weakestFirst.sort(Comparator.comparingInt(ModelContribution::priority));

    CallSettings settings = CallSettings.NONE;
    ModelConfig config = ModelConfig.NONE;
    Map<String, Object> composerMetadata = new LinkedHashMap<>();
    for (ModelContribution each : weakestFirst) {
      settings = each.settings().over(settings);
      config = each.config().over(config);
      composerMetadata.putAll(each.composerMetadata());
    }
    Set<String> conflicts = new LinkedHashSet<>();
    return ModelContext.builder()
        .system(systemOf(strongestFirst))
        .tools(toolsOf(strongestFirst, conflicts))
        .settings(settings)
        .config(config)
        .composerMetadata(composerMetadata)
        .conflicts(List.copyOf(conflicts))
        .build();
  }

  private static List<ModelContribution> joined(
      List<ModelContribution> first, List<ModelContribution> second) {
    List<ModelContribution> joined = new ArrayList<>(first);
    joined.addAll(second);
    return joined;
  }

  /** Joins system texts, the strongest first; blank ones are left out (rule CTX-2). */
  private static String systemOf(List<ModelContribution> strongestFirst) {
    StringBuilder system = new StringBuilder();
    for (ModelContribution each : strongestFirst) {
      String text = each.system();
      if (text != null && !text.isBlank()) {
        system.append(system.isEmpty() ? "" : "\n\n").append(text);
      }
    }
    return system.toString();
  }

  private static ToolRegistry toolsOf(
      List<ModelContribution> strongestFirst, Set<String> conflicts) {
    Map<String, Tool> merged = new LinkedHashMap<>();
    Map<String, Claim> claims = new HashMap<>();
    for (ModelContribution each : strongestFirst) {
      for (Tool tool : each.tools()) {
        Claim claim = claims.get(tool.name());
        if (claim == null) {
          claims.put(tool.name(), new Claim(each.priority(), tool, tool, null));
        } else if (claim.priority() > each.priority()) {
          Tool base = claim.merged();
          claims.put(tool.name(), new Claim(each.priority(), tool, base.completedBy(tool), base));
        } else if (claim.last() != tool) {
          if (each.isOverwriting()) {
            Tool base = claim.stronger();
            Tool taken = base == null ? tool : base.completedBy(tool);
            claims.put(tool.name(), new Claim(each.priority(), tool, taken, base));
          } else {
            conflicts.add(tool.name());
          }
        }
      }
    }
    claims.forEach((name, claim) -> merged.put(name, claim.merged()));
    return ToolRegistry.of(merged.values());
  }

  /**
   * What is known of a name: the last priority seen, its tool, the merge, and the merge above it.
   */
  private record Claim(
      int priority,
      Tool last,
      Tool merged,
      @org.jspecify.annotations.Nullable Tool stronger) {}
}
