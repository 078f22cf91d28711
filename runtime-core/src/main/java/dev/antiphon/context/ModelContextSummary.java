package dev.antiphon.context;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host shows of a model context (rule CTX-9). Two summaries are equal as long as nothing
 * that they tell has changed.
 *
 * @param modelName the model's name, or {@code null} if nobody gives one
 * @param toolNames the names of the tools that the model is offered, sorted
 */
public record ModelContextSummary(@Nullable String modelName, List<String> toolNames) {

  /** Copies the list. */
  public ModelContextSummary {
    toolNames = List.copyOf(toolNames);
  }
}
