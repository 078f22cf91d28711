package dev.antiphon.tool;

import dev.antiphon.message.ThreadKey;
import java.util.Map;

/**
 * Says which calls of a tool a human has to approve (rule APPR-1). A policy that throws means ask.
 *
 * <p><b>Threads.</b> Called on a thread of the runtime; must not block.
 */
@FunctionalInterface
public interface ApprovalPolicy {

  /** No call needs approval. */
  ApprovalPolicy NEVER = (thread, arguments, runConfig) -> false;

  /** Every call needs approval. */
  ApprovalPolicy ALWAYS = (thread, arguments, runConfig) -> true;

  /**
   * Returns whether a call needs approval.
   *
   * @param thread the thread it stands in
   * @param arguments the checked arguments
   * @param runConfig the run config of its message
   */
  boolean asksFor(ThreadKey thread, Map<String, Object> arguments, Map<String, Object> runConfig);
}
