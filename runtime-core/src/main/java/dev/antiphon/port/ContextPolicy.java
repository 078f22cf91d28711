package dev.antiphon.port;

import dev.antiphon.message.Message;
import java.util.List;

/**
 * Chooses what of a branch a request carries (rule CTX-10). It changes the request, never the tree
 * or the store.
 *
 * <p><b>Threads.</b> Called on a thread of the runtime; may block.
 */
@FunctionalInterface
public interface ContextPolicy {

  /** The whole branch. */
  ContextPolicy EVERYTHING = branch -> branch;

  /**
   * Returns what the request carries.
   *
   * @param branch the messages from the root to the parent of the reply
   * @return some of them, in their order
   */
  List<Message> select(List<Message> branch);
}
