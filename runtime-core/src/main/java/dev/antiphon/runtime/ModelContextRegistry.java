package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.tool.Tool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all threads of a runtime tell their model beside the messages, to be changed at any time:
 * tools, instructions and providers (rule CTX-7). What is changed holds from the next step on.
 *
 * <pre>{@code
 * RegisteredTool clock = runtime.context().addTool(wallClock);
 * clock.update(alarmClock);
 * clock.close();
 * }</pre>
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class ModelContextRegistry {

  private final ContextRegistry contexts;

  ModelContextRegistry(ContextRegistry contexts) {
    this.contexts = contexts;
  }

  /**
   * Adds a tool of priority 0.
   *
   * @param tool the tool
   * @return changes it, or takes it out again
   * @throws dev.antiphon.tool.DuplicateToolException if another tool has its name
   */
  public RegisteredTool addTool(Tool tool) {
    return addTool(tool, 0);
  }

  /**
   * Adds a tool. Where tools of other priorities have its name, they are merged field by field, and
   * the higher priority wins: one of 1000 may supply the handler of a tool that is declared
   * elsewhere.
   *
   * @param tool the tool
   * @param priority its priority
   * @return changes it, or takes it out again
   * @throws dev.antiphon.tool.DuplicateToolException if another tool has its name and priority
   */
  public RegisteredTool addTool(Tool tool, int priority) {
    return new RegisteredTool(contexts, tool, priority, false);
  }

  /**
   * Adds a tool in place of the one of its name and priority, if there is one.
   *
   * @param tool the tool
   * @param priority its priority
   * @return changes it, or takes it out again, which brings the other one back
   */
  public RegisteredTool overwriteTool(Tool tool, int priority) {
    return new RegisteredTool(contexts, tool, priority, true);
  }

  /**
   * Adds to the system text.
   *
   * @param text the text
   * @return changes it, disables it, or takes it out again
   */
  public RegisteredInstruction addInstruction(String text) {
    requireNonNull(text, "text");
    return addInstruction(() -> text);
  }

  /**
   * Adds to the system text what is computed when it is read, once a step.
   *
   * @param text gives the text; {@code null} or blank adds nothing. One that throws fails the run
   *     that reads it
   * @return changes it, disables it, or takes it out again
   */
  public RegisteredInstruction addInstruction(Supplier<@Nullable String> text) {
    return new RegisteredInstruction(contexts, text);
  }

  /**
   * Adds a provider; the same object twice counts once.
   *
   * @param provider the provider
   * @return takes it out again
   * @throws dev.antiphon.tool.DuplicateToolException if it gives a tool whose name is taken at
   *     equal priority
   */
  public Subscription addProvider(ModelContextProvider provider) {
    return contexts.register(requireNonNull(provider, "provider"));
  }

  /**
   * Adds what never changes.
   *
   * @param contribution what is added
   * @return takes it out again
   * @throws dev.antiphon.tool.DuplicateToolException if it has a tool whose name is taken at equal
   *     priority
   */
  public Subscription addContribution(ModelContribution contribution) {
    requireNonNull(contribution, "contribution");
    return contexts.register(() -> contribution);
  }
}
