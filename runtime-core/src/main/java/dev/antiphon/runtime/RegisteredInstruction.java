package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An instruction in a {@link ModelContextRegistry}. Closing it takes it out; an update after that
 * does nothing (rule CTX-7).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class RegisteredInstruction implements Subscription {

  private final ContextRegistry contexts;
  private final ModelContextProvider provider = this::contribution;
  private final Subscription registration;

  private volatile Supplier<@Nullable String> text;
  private volatile boolean isDisabled;

  RegisteredInstruction(ContextRegistry contexts, Supplier<@Nullable String> text) {
    this.contexts = contexts;
    this.text = requireNonNull(text, "text");
    this.registration = contexts.register(provider);
  }

  /**
   * Puts another text in its place, from the next step on.
   *
   * @param text the text
   */
  public void update(String text) {
    requireNonNull(text, "text");
    update(() -> text);
  }

  /**
   * Puts another computed text in its place, from the next step on.
   *
   * @param text gives the text; {@code null} or blank adds nothing
   */
  public void update(Supplier<@Nullable String> text) {
    requireNonNull(text, "text");
    if (contexts.isRegistered(provider)) {
      this.text = text;
      contexts.changed();
    }
  }

  /**
   * Has it say nothing, or speak again.
   *
   * @param isDisabled whether it says nothing
   */
  public void setDisabled(boolean isDisabled) {
    if (contexts.isRegistered(provider) && this.isDisabled != isDisabled) {
      this.isDisabled = isDisabled;
      contexts.changed();
    }
  }

  /** Takes it out; again does nothing. */
  @Override
  public void close() {
    registration.close();
  }

  private ModelContribution contribution() {
    return isDisabled
        ? ModelContribution.NONE
        : ModelContribution.builder().system(text.get()).build();
  }
}
