package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.ApprovalOption;
import dev.antiphon.port.ApprovalRules;
import dev.antiphon.port.ApprovalRules.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link ApprovalRules} promises. Extend it and say how to open yours. */
@PortContract(ApprovalRules.class)
public abstract class ApprovalRulesContract {

  private static final ApprovalOption ALLOW =
      ApprovalOption.of("always", ApprovalOption.ALLOW_ALWAYS);
  private static final ApprovalOption REJECT =
      ApprovalOption.of("never", ApprovalOption.REJECT_ALWAYS);
  private static final Map<String, Object> ARGUMENTS = Map.of("to", "ada@example.org");

  /** Opens the rules. Called again on the same place, they know what was remembered there. */
  protected abstract ApprovalRules open();

  @Test
  @DisplayName("APPR-11: without a remembered verdict there is none")
  final void nothingRemembered() {
    ApprovalRules rules = open();

    assertThat(rules.find("alice", "sendMail", ARGUMENTS)).isEmpty();
  }

  @Test
  @DisplayName("APPR-11: what was remembered is found, also after opening again")
  final void remembered() {
    ApprovalRules rules = open();

    rules.remember("alice", "sendMail", Verdict.ALLOW, ALLOW);
    rules.remember("alice", "dropTable", Verdict.REJECT, REJECT);

    assertThat(rules.find("alice", "sendMail", ARGUMENTS)).contains(Verdict.ALLOW);
    assertThat(open().find("alice", "sendMail", ARGUMENTS)).contains(Verdict.ALLOW);
    assertThat(open().find("alice", "dropTable", Map.of())).contains(Verdict.REJECT);
  }

  @Test
  @DisplayName("APPR-11: of several verdicts on a tool, the last one counts")
  final void lastVerdictCounts() {
    ApprovalRules rules = open();

    rules.remember("alice", "sendMail", Verdict.ALLOW, ALLOW);
    rules.remember("alice", "sendMail", Verdict.REJECT, REJECT);

    assertThat(rules.find("alice", "sendMail", ARGUMENTS)).contains(Verdict.REJECT);
  }

  @Test
  @DisplayName("APPR-11: a verdict says nothing of another tool or another owner")
  final void keptApart() {
    ApprovalRules rules = open();

    rules.remember("alice", "sendMail", Verdict.ALLOW, ALLOW);

    assertThat(rules.find("bob", "sendMail", ARGUMENTS)).isEmpty();
    assertThat(rules.find("alice", "sendmail", ARGUMENTS)).isEmpty();
    assertThat(rules.find("alice", "sendMail2", ARGUMENTS)).isEmpty();
  }

  @Test
  @DisplayName("APPR-11: no two odd names of owners and tools are taken for each other")
  final void oddNames() {
    ApprovalRules rules = open();
    List<String> names = SampleTexts.oddIds(128);

    for (int index = 0; index < names.size(); index++) {
      Verdict verdict = index % 2 == 0 ? Verdict.ALLOW : Verdict.REJECT;
      rules.remember(names.get(index), names.get(index), verdict, ALLOW);
    }

    for (int index = 0; index < names.size(); index++) {
      String name = names.get(index);
      Verdict verdict = index % 2 == 0 ? Verdict.ALLOW : Verdict.REJECT;
      assertThat(rules.find(name, name, ARGUMENTS)).as("name %d", index).contains(verdict);
      assertThat(rules.find(name, "other", ARGUMENTS)).as("name %d", index).isEmpty();
    }
  }
}
