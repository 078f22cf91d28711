package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ContextPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link ContextPolicy} promises. Extend it and say how to make yours. */
@PortContract(ContextPolicy.class)
public abstract class ContextPolicyContract {

  private ContextPolicy policy;

  /** Makes the contract; {@link #policy} is called before each test. */
  @SuppressWarnings("NullAway.Init") // makePolicy() sets the policy before each test
  protected ContextPolicyContract() {}

  /** Makes a policy. */
  protected abstract ContextPolicy policy();

  @BeforeEach
  final void makePolicy() {
    policy = policy();
  }

  @Test
  @DisplayName("CTX-10: an empty branch stays empty")
  final void emptyBranch() {
    assertThat(policy.select(List.of())).isEmpty();
  }

  @Test
  @DisplayName("CTX-10: what is carried are messages of the branch, unchanged and in their order")
  final void onlyOfTheBranch() {
    for (int turns = 1; turns <= 40; turns++) {
      List<Message> branch = branch(turns);

      List<Message> carried = policy.select(branch);

      assertThat(branch).as("%d turns", turns).containsSubsequence(carried);
      assertThat(branch).as("the branch itself").isEqualTo(branch(turns));
    }
  }

  @Test
  @DisplayName("CTX-10: turns are carried whole or not at all, so that no call loses its result")
  final void wholeTurns() {
    for (int turns = 1; turns <= 40; turns++) {
      List<Message> carried = policy.select(branch(turns));

      for (int turn = 0; turn < turns; turn++) {
        assertThat(contains(carried, "q" + turn))
            .as("question and answer of turn %d of %d", turn, turns)
            .isEqualTo(contains(carried, "a" + turn))
            .isEqualTo(contains(carried, "b" + turn));
      }
    }
  }

  @Test
  @DisplayName("CTX-10: the turn that is being answered is always carried")
  final void lastTurn() {
    for (int turns = 0; turns <= 40; turns++) {
      List<Message> branch = branch(turns);
      branch.add(SampleMessages.user("now", "And now? ".repeat(turns * 200)));

      assertThat(contains(policy.select(branch), "now")).as("%d turns", turns).isTrue();
    }
  }

  @Test
  @DisplayName("CTX-10: the same branch gives the same choice, for eight threads at the same time")
  final void threads() throws Exception {
    List<Message> branch = branch(30);
    List<Message> expected = policy.select(branch);

    List<Object> outcomes = Together.run(8, number -> () -> policy.select(branch));

    assertThat(outcomes).containsOnly(expected);
  }

  @Test
  @DisplayName("CTX-10, TREE-22: a branch of 30 000 messages is no problem")
  final void longBranch() {
    List<Message> branch = branch(10_000);

    assertThat(branch).containsSubsequence(policy.select(branch));
  }

  /** Returns turns of a question, an answer with a tool call, and another answer. */
  private static List<Message> branch(int turns) {
    List<Message> branch = new ArrayList<>();
    branch.add(Message.builder(new MessageId("system"), Role.SYSTEM, SampleMessages.CREATED_AT)
        .text("Be brief.")
        .build());
    for (int turn = 0; turn < turns; turn++) {
      branch.add(SampleMessages.user("q" + turn, "Question ".repeat(1 + turn % 7)));
      branch.add(SampleMessages.assistant(
          "a" + turn,
          List.of(
              TextPart.of("Let me look."),
              ToolCallPart.builder(new ToolCallId("c" + turn), "look")
                  .result("found ".repeat(turn % 5))
                  .build()),
          Status.STOP));
      branch.add(SampleMessages.assistant("b" + turn, "Answer"));
    }
    return branch;
  }

  private static boolean contains(List<Message> messages, String id) {
    return messages.stream().anyMatch(message -> message.id().value().equals(id));
  }
}
