package dev.antiphon.port;

import dev.antiphon.message.ApprovalOption;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers "allow always" and "reject always" per owner and tool (rule APPR-11).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; may block.
 *
 * <p><b>Check yours</b> by extending {@code ApprovalRulesContract} from runtime-tck.
 */
public interface ApprovalRules {

  /** What a rule says of later calls. */
  enum Verdict {
    /** Execute without asking. */
    ALLOW,
    /** Deny without asking. */
    REJECT
  }

  /**
   * Remembers a verdict.
   *
   * @param owner whose rule
   * @param toolName the tool
   * @param verdict what it says
   * @param chosen the option that was chosen, with what it grants
   */
  void remember(String owner, String toolName, Verdict verdict, ApprovalOption chosen);

  /**
   * Looks a rule up.
   *
   * @param owner whose rule
   * @param toolName the tool
   * @param arguments the checked arguments of the call
   * @return what the rule says, or empty if there is none
   */
  Optional<Verdict> find(String owner, String toolName, Map<String, Object> arguments);
}
