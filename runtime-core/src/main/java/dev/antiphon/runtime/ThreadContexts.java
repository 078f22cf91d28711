package dev.antiphon.runtime;

import dev.antiphon.context.ContextMerge;
import dev.antiphon.context.ModelContext;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The model context of one thread: what the runtime's providers give and what was supplied for the
 * thread, where the former wins (rule OPT-6).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Calls providers, so never under a lock.
 */
final class ThreadContexts {

  private final ContextRegistry explicit;
  private final List<ModelContextProvider> supplied;

  ThreadContexts(ContextRegistry explicit, List<ModelContextProvider> supplied) {
    this.explicit = explicit;
    this.supplied = List.copyOf(supplied);
  }

  /**
   * Reads all providers and merges what they give.
   *
   * @throws dev.antiphon.error.ChatRuntimeException naming the provider that threw (rule CTX-8)
   */
  ModelContext merged() {
    return ContextMerge.of(
        explicit.contributions(), supplied.stream().map(ContextRegistry::read).toList());
  }

  /**
   * Reads what providers stamp into user messages. One that throws is logged and gives nothing, and
   * the send goes on (rule SEND-11).
   */
  Map<String, Object> composerMetadata() {
    return ContextMerge.of(given(explicit.providers()), given(supplied)).composerMetadata();
  }

  private static List<ModelContribution> given(List<ModelContextProvider> providers) {
    List<ModelContribution> given = new ArrayList<>();
    for (ModelContextProvider provider : providers) {
      try {
        given.add(provider.contribution());
      } catch (Throwable thrown) {
        Log.warn("A model context provider gave no composer metadata", thrown);
      }
    }
    return given;
  }
}
