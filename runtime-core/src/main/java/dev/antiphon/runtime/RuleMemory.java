package dev.antiphon.runtime;

import dev.antiphon.message.ApprovalOption;
import dev.antiphon.port.ApprovalRules;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The remembered rules, asked only after every decision that came before is remembered: a port may
 * be slow, and "always" holds for the very next call (rule APPR-11).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. The port is called on threads of the
 * runtime, one wish at a time, and never under the lock of a thread of a conversation.
 */
final class RuleMemory {

  /*
   * Concurrency
   * -----------
   * `wishes` are added under the writer of a thread, without waiting. `carrying` lets one thread at a
   * time carry them out; whoever looks a rule up waits for it, on a thread of the runtime.
   */
  private final ReentrantLock carrying = new ReentrantLock();
  private final Queue<Wish> wishes = new ConcurrentLinkedQueue<>();
  private final ApprovalRules rules;

  /** Something to remember, and whom to tell if it cannot be. */
  record Wish(
      String owner,
      String toolName,
      ApprovalRules.Verdict verdict,
      ApprovalOption option,
      Consumer<Throwable> whenFailed) {}

  RuleMemory(ApprovalRules rules) {
    this.rules = rules;
  }

  /** Has something remembered by the next {@link #carryOut} or {@link #find}; never waits. */
  void remember(Wish wish) {
    wishes.add(wish);
  }

  /** Remembers what is to be remembered. */
  void carryOut() {
    carrying.lock();
    try {
      for (Wish wish = wishes.poll(); wish != null; wish = wishes.poll()) {
        carryOut(wish);
      }
    } finally {
      carrying.unlock();
    }
  }

  private void carryOut(Wish wish) {
    try {
      rules.remember(wish.owner(), wish.toolName(), wish.verdict(), wish.option());
    } catch (Throwable thrown) {
      Log.warn("An approval rule of tool '" + wish.toolName() + "' was not remembered", thrown);
      wish.whenFailed().accept(thrown);
    }
  }

  /** Looks a rule up, with all that was decided before. */
  Optional<ApprovalRules.Verdict> find(
      String owner, String toolName, Map<String, Object> arguments) {
    carryOut();
    return rules.find(owner, toolName, arguments);
  }
}
