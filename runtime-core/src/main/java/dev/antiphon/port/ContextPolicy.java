package dev.antiphon.port;

import dev.antiphon.message.Message;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Chooses what of a branch a request carries (rule CTX-10). It changes the request, never the tree
 * or the store.
 *
 * <p><b>Promise.</b> Turns are carried whole or not at all, and the one that is being answered
 * always is.
 *
 * <p><b>Threads.</b> Called on a thread of the runtime; may block.
 *
 * <p><b>Check yours</b> by extending {@code ContextPolicyContract} from runtime-tck.
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

  /**
   * Returns a policy that carries the last messages, cut where a turn begins: at a user message.
   * What is cut off is never a part of a turn, so a request may carry fewer messages; the last turn
   * is always carried whole. System messages are always carried, and not counted.
   *
   * @param count how many messages, at least 1
   */
  static ContextPolicy lastMessages(int count) {
    return new TurnCut(count, message -> 1);
  }

  /**
   * Returns a policy that carries as many turns, counted from the end, as fit into a budget; cut as
   * {@link #lastMessages} cuts. Tokens are estimated: a quarter of the characters, 750 for a
   * picture, attachments included.
   *
   * @param tokens the budget, at least 1
   */
  static ContextPolicy tokenBudget(int tokens) {
    return tokenBudget(tokens, TurnCut::estimatedTokens);
  }

  /**
   * Returns a policy that carries as many turns, counted from the end, as fit into a budget.
   *
   * @param tokens the budget, at least 1
   * @param counter says how many tokens a message takes
   */
  static ContextPolicy tokenBudget(int tokens, ToIntFunction<Message> counter) {
    return new TurnCut(tokens, counter);
  }
}
