package dev.antiphon.runtime;

import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.tool.DuplicateToolException;
import dev.antiphon.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/** The model context providers of a runtime, in order of registration (rules CTX-1 to CTX-9). */
final class ContextRegistry {

  // Guards what is registered; providers are foreign code, and asked outside of it.
  private final ReentrantLock lock = new ReentrantLock();
  private final List<ModelContextProvider> providers = new CopyOnWriteArrayList<>();
  private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

  /**
   * Registers a provider; the same object twice counts once. One whose registration fails half way
   * is taken out again (rule CTX-9).
   *
   * @throws DuplicateToolException if it gives a tool whose name is taken at equal priority (rule
   *     CTX-3)
   */
  Subscription register(ModelContextProvider provider) {
    if (!add(provider)) {
      return () -> {};
    }
    try {
      provider.onChange(this::changed);
    } catch (RuntimeException | Error thrown) {
      remove(provider);
      throw thrown;
    }
    changed();
    return () -> {
      if (remove(provider)) {
        changed();
      }
    };
  }

  private boolean remove(ModelContextProvider provider) {
    return providers.removeIf(present -> present == provider);
  }

  /** Adds a provider that fits those which are there; returns whether it was not there yet. */
  private boolean add(ModelContextProvider provider) {
    while (true) {
      List<ModelContextProvider> present = List.copyOf(providers);
      if (isIn(present, provider)) {
        return false;
      }
      refuseDuplicates(present, read(provider));
      lock.lock();
      try {
        if (present.equals(providers)) {
          return providers.add(provider);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  boolean isRegistered(ModelContextProvider provider) {
    return isIn(providers, provider);
  }

  /** The same object counts, not an equal one (rule CTX-1). */
  private static boolean isIn(List<ModelContextProvider> list, ModelContextProvider provider) {
    return list.stream().anyMatch(present -> present == provider);
  }

  /**
   * Refuses what a provider is about to give if that does not fit the others.
   *
   * @throws DuplicateToolException if it is a tool whose name is taken at equal priority
   */
  void checkUpdate(ModelContextProvider provider, ModelContribution next) {
    List<ModelContextProvider> others = new ArrayList<>(providers);
    others.removeIf(present -> present == provider);
    refuseDuplicates(others, next);
  }

  /**
   * Tells a listener of each change; one that throws keeps it from no other (rule CTX-9).
   *
   * @param listener run on the thread of whoever changed something
   */
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
      return Objects.requireNonNull(provider.contribution(), "it gave null");
    } catch (RuntimeException | Error thrown) {
      ErrorInfo cause = ErrorInfo.from(thrown);
      throw new ChatRuntimeException(
          ErrorInfo.of(
              cause.code(),
              "The model context provider %s failed: %s"
                  .formatted(provider.getClass().getName(), cause.message())),
          thrown);
    }
  }

  private static void refuseDuplicates(
      List<ModelContextProvider> present, ModelContribution added) {
    if (added.isOverwriting() || added.tools().isEmpty()) {
      return;
    }
    for (ModelContextProvider provider : present) {
      ModelContribution given = readOrNothing(provider);
      if (given.priority() == added.priority()) {
        given.tools().forEach(tool -> refuseDuplicate(tool, added));
      }
    }
  }

  private static void refuseDuplicate(Tool present, ModelContribution added) {
    for (Tool tool : added.tools()) {
      if (tool.name().equals(present.name()) && tool != present) {
        throw new DuplicateToolException(tool.name());
      }
    }
  }

  /** Reads a provider that was registered before; if it fails, that is the matter of a run. */
  private static ModelContribution readOrNothing(ModelContextProvider provider) {
    try {
      return read(provider);
    } catch (ChatRuntimeException failed) {
      Log.debug("A model context provider could not be compared with a new one");
      return ModelContribution.NONE;
    }
  }

  void changed() {
    for (Runnable listener : changeListeners) {
      try {
        listener.run();
      } catch (RuntimeException | Error thrown) {
        Log.warn("A listener of model context changes threw", thrown);
      }
    }
  }
}
