package dev.antiphon.memory;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.ApprovalOption;
import dev.antiphon.port.ApprovalRules;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers a verdict per owner and tool for as long as the process lives (rule APPR-11). The last
 * one counts, whatever the arguments; what an option grants is left to rules of the host's own.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class InMemoryApprovalRules implements ApprovalRules {

  private final Map<Subject, Verdict> verdicts = new ConcurrentHashMap<>();

  /** Makes rules that remember nothing yet. */
  public InMemoryApprovalRules() {}

  @Override
  public void remember(String owner, String toolName, Verdict verdict, ApprovalOption chosen) {
    requireNonNull(chosen, "chosen");
    verdicts.put(new Subject(owner, toolName), verdict);
  }

  @Override
  public Optional<Verdict> find(String owner, String toolName, Map<String, Object> arguments) {
    requireNonNull(arguments, "arguments");
    return Optional.ofNullable(verdicts.get(new Subject(owner, toolName)));
  }

  /** What a verdict is about. */
  private record Subject(String owner, String toolName) {
    Subject {
      requireNonNull(owner, "owner");
      requireNonNull(toolName, "toolName");
    }
  }
}
