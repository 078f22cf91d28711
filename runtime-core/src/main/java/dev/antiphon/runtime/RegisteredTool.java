package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.tool.Tool;
import java.util.List;

/**
 * A tool in a {@link ModelContextRegistry}. Closing it takes the tool out; an update after that
 * does nothing (rule CTX-7).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class RegisteredTool implements Subscription {

  private final ContextRegistry contexts;
  private final int priority;
  private final boolean isOverwriting;
  private final ModelContextProvider provider;
  private final Subscription registration;

  private volatile ModelContribution contribution;

  RegisteredTool(ContextRegistry contexts, Tool tool, int priority, boolean isOverwriting) {
    this.contexts = contexts;
    this.priority = priority;
    this.isOverwriting = isOverwriting;
    this.contribution = contributionOf(tool);
    this.provider = () -> contribution;
    this.registration = contexts.register(provider);
  }

  /**
   * Puts another tool in its place, from the next step on.
   *
   * @param tool the tool
   * @throws dev.antiphon.tool.DuplicateToolException if another tool has its name and priority;
   *     nothing is changed then
   */
  public void update(Tool tool) {
    ModelContribution next = contributionOf(tool);
    if (contexts.isRegistered(provider)) {
      contexts.checkUpdate(provider, next);
      contribution = next;
      contexts.changed();
    }
  }

  /** Takes it out; again does nothing. */
  @Override
  public void close() {
    registration.close();
  }

  private ModelContribution contributionOf(Tool tool) {
    return ModelContribution.builder()
        .priority(priority)
        .isOverwriting(isOverwriting)
        .tools(List.of(requireNonNull(tool, "tool")))
        .build();
  }
}
