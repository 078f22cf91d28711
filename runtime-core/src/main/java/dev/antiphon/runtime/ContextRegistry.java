package dev.antiphon.runtime;

import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.tool.DuplicateToolException;
import dev.antiphon.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/** The model context providers of a runtime, in order of registration (rules CTX-1 to CTX-9). */
final class ContextRegistry {

  // Guards registration, so that the check for duplicate tools and the registration are one.
  private final ReentrantLock lock = new ReentrantLock();
  private final List<ModelContextProvider> providers = new CopyOnWriteArrayList<>();
  private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

  /**
   * Registers a provider; the same object twice counts once.
   *
   * @throws DuplicateToolException if it gives a tool whose name is taken at equal priority (rule
   *     CTX-3)
   */
  Subscription register(ModelContextProvider provider) {
    lock.lock();
    try {
      if (providers.stream().anyMatch(present -> present == provider)) {
        return () -> {};
      }
      refuseDuplicates(provider.contribution());
      providers.add(provider);
      try {
        provider.onChange(this::changed);
      } catch (RuntimeException | Error thrown) {
        providers.remove(provider);
        throw thrown;
      }
    } finally {
      lock.unlock();
    }
    changed();
    return () -> {
      if (providers.remove(provider)) {
        changed();
      }
    };
  }

  /** Tells each listener of a change; one that throws keeps it from no other (rule CTX-9). */
  void onChange(Runnable listener) {
    changeListeners.add(listener);
  }

  /**
   * Reads all providers, in order of registration.
   *
   * @throws ChatRuntimeException naming the provider that threw (rule CTX-8)
   */
  List<ModelContribution> contributions() {
    List<ModelContribution> contributions = new ArrayList<>();
    for (ModelContextProvider provider : providers) {
      contributions.add(read(provider));
    }
    return contributions;
  }

  /** Returns the providers, in order of registration. */
  List<ModelContextProvider> providers() {
    return List.copyOf(providers);
  }

  /**
   * Reads one provider.
   *
   * @throws ChatRuntimeException naming the provider if it throws (rule CTX-8)
   */
  static ModelContribution read(ModelContextProvider provider) {
    try {
      return provider.contribution();
    } catch (RuntimeException thrown) {
      ErrorInfo cause = ErrorInfo.from(thrown);
      throw new ChatRuntimeException(
          ErrorInfo.of(
              cause.code(),
              "The model context provider %s failed: %s"
                  .formatted(provider.getClass().getName(), cause.message())),
          thrown);
    }
  }

  private void refuseDuplicates(ModelContribution added) {
    for (ModelContextProvider provider : providers) {
      ModelContribution present = read(provider);
      if (present.priority() == added.priority() && !added.isOverwriting()) {
        for (Tool tool : added.tools()) {
          boolean isTaken = present.tools().stream()
              .anyMatch(other -> other.name().equals(tool.name()) && other != tool);
          if (isTaken) {
            throw new DuplicateToolException(tool.name());
          }
        }
      }
    }
  }

  private void changed() {
    for (Runnable listener : changeListeners) {
      try {
        listener.run();
      } catch (RuntimeException thrown) {
        Log.warn("A listener of model context changes threw", thrown);
      }
    }
  }
}
