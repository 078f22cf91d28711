package dev.antiphon.port;

import dev.antiphon.thread.Suggestion;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes suggestions of what a person may want to say next (rules SUGG-1 to SUGG-4).
 *
 * <p><b>Threads.</b> Called on a thread of the runtime that it may block; it stops when the
 * request's {@code Cancellation} says so.
 *
 * <p><b>Check yours</b> by extending {@code SuggestionAdapterContract} from runtime-tck.
 *
 * <p>Implemented by adapters.
 */
@FunctionalInterface
public interface SuggestionAdapter {

  /**
   * Makes suggestions.
   *
   * @param request what was said
   * @param suggestions takes lists; each replaces the one before, and one that comes after a cancel
   *     or after this method has returned is dropped
   * @throws Exception if it fails; the runtime emits {@code SuggestionsFailed}
   */
  void generate(SuggestionRequest request, Consumer<List<Suggestion>> suggestions) throws Exception;
}
