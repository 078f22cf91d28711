package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ApprovalRules;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ToolCallOptions;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.ManualScheduler;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.StaleApprovalException;
import dev.antiphon.tool.Tool;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Hashes, rules, gates of providers, names: rules APPR-9, APPR-11, APPR-14 and APPR-15. */
class ApprovalRulesTest {

  private static final List<ApprovalOption> ALWAYS = List.of(
      new ApprovalOption(
          "allow", ApprovalOption.ALLOW_ALWAYS, null, null, Map.of("path", "/tmp"), null),
      ApprovalOption.of("reject", ApprovalOption.REJECT_ALWAYS));

  private final TestTools tools = new TestTools();
  private final World world = new World();

  private Tool gated() {
    return tools.recording("delete").toBuilder().approvalOptions(ALWAYS).build().needsApproval();
  }

  private ThreadRuntime paused() {
    world.model.calls("c1", "delete", "{\"n\":1}").says("Done.");
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);
    return thread;
  }

  private static PendingApproval gate(ThreadRuntime thread) {
    return thread.pendingApprovals().get(0);
  }

  @Test
  @DisplayName("APPR-9: a response that names another hash is refused, with the gate's it is taken")
  void hash() {
    world.tools(gated());
    ThreadRuntime thread = paused();
    ApprovalResponse.Builder approve = ApprovalResponse.builder().approved(true);

    assertThatThrownBy(() -> thread.respondToToolApproval(
            gate(thread).id(), approve.argumentsHash("sha256:other").build()))
        .isInstanceOf(StaleApprovalException.class);
    assertThat(thread.pendingApprovals()).hasSize(1);

    String own = requireNonNull(gate(thread).argumentsHash());
    thread.respondToToolApproval(gate(thread).id(), approve.argumentsHash(own).build());
    world.scheduler.runAll();
    assertThat(tools.executions).hasSize(1);
  }

  @Test
  @DisplayName("APPR-9: arguments that no longer match at execution give an error result")
  void otherArguments() {
    world.tools(gated());
    ThreadKey key = paused().key();
    LoadedThread loaded = world.history.load(key);
    MessageItem item = ((StoredMessage.Intact) loaded.items().get(1)).item();
    ToolCallPart call = item.message().toolCalls().get(0);
    ToolCallPart tampered = call.toBuilder().args(Map.of("n", 2)).build();
    MessageItem other = item.withMessage(item.message().withPart(0, tampered));
    world.history.write(
        key, new HistoryBatch(loaded.revision(), List.of(new HistoryEntry.Update(other))));

    ThreadRuntime reopened = world.open();
    reopened.respondToToolApproval(gate(reopened).id(), ApprovalResponse.approve());
    world.scheduler.runAll();

    assertThat(tools.executions).isEmpty();
    assertThat(calls(reopened).get(0).isError()).isTrue();
    assertThat(String.valueOf(calls(reopened).get(0).result()))
        .contains("not those that were approved");
  }

  @Test
  @DisplayName(
      "APPR-11: allow-always holds for the very next call, is recorded, and for its owner only")
  void allowAlways() {
    world.tools(gated());
    ThreadRuntime thread = paused();
    world.model.calls("c2", "delete", "{\"n\":2}").says("Both gone.");

    Run run = Stages.now(
            thread.respondToToolApproval(gate(thread).id(), ApprovalResponse.option("allow")))
        .orElseThrow();
    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
    world.send(thread, "The next one");

    assertThat(tools.executions).containsExactly(Map.of("n", 1), Map.of("n", 2));
    ToolCallPart later = thread.state().messages().get(3).toolCalls().get(0);
    assertThat(requireNonNull(later.approval()).isAutomatic()).isTrue();
    assertThat(world.rules.find("bob", "delete", Map.of())).isEmpty();
  }

  @Test
  @DisplayName(
      "APPR-11: whatever the order of tasks, the next call is looked at with the rule known")
  void rememberedInTime() {
    World newestFirst = new World(new ManualScheduler(size -> size - 1)).tools(gated());
    newestFirst.model.calls("c1", "delete", "{}").calls("c2", "delete", "{}").says("Done.");
    ThreadRuntime thread = newestFirst.open();
    newestFirst.send(thread, "Hi");

    Run run = Stages.now(
            thread.respondToToolApproval(gate(thread).id(), ApprovalResponse.option("allow")))
        .orElseThrow();

    assertThat(newestFirst.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).hasSize(2);
  }

  @Test
  @DisplayName(
      "APPR-11: reject-always rejects later calls; a decision against the option's kind does"
          + " not")
  void rejectAlways() {
    world.tools(gated());
    ThreadRuntime thread = paused();
    thread.respondToToolApproval(
        gate(thread).id(),
        ApprovalResponse.builder().approved(false).optionId("allow").build());
    world.scheduler.runAll();
    assertThat(world.rules.find("ada", "delete", Map.of())).isEmpty();

    world.model.calls("c2", "delete", "{}").says("Done.").calls("c3", "delete", "{}");
    world.send(thread, "Again");
    thread.respondToToolApproval(gate(thread).id(), ApprovalResponse.option("reject"));
    world.scheduler.runAll();
    RunResult result = world.send(thread, "And again");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName(
      "APPR-11: rules of the host get the grants, the arguments, and may fail without harm")
  void rulesOfTheHost() {
    List<Object> granted = new ArrayList<>();
    ApprovalRules own = new ApprovalRules() {
      @Override
      public void remember(String owner, String toolName, Verdict verdict, ApprovalOption chosen) {
        granted.add(requireNonNull(chosen.grants()));
        throw new IllegalStateException("disk full");
      }

      @Override
      public Optional<Verdict> find(String owner, String toolName, Map<String, Object> arguments) {
        if (arguments.containsKey("fail")) {
          throw new IllegalStateException("no rules");
        }
        return arguments.containsKey("safe") ? Optional.of(Verdict.ALLOW) : Optional.empty();
      }
    };
    world.tools(gated()).with(builder -> builder.approvalRules(own));
    ThreadRuntime thread = paused();
    EventLog events = EventLog.of(thread);
    thread.respondToToolApproval(gate(thread).id(), ApprovalResponse.option("allow"));
    world.scheduler.runAll();
    world.model.then((request, reply) -> {
      call(reply, "c2", "delete", "{\"safe\":1}");
      call(reply, "c3", "delete", "{\"fail\":1}");
    });

    RunResult result = world.send(thread, "More");

    assertThat(granted).containsExactly(Map.of("path", "/tmp"));
    assertThat(events.of(ThreadEvent.StorageFailed.class)).hasSize(1);
    assertThat(tools.executions).containsExactly(Map.of("n", 1), Map.of("safe", 1));
    assertThat(result.outcome()).isEqualTo(RunOutcome.PAUSED);
    assertThat(gate(thread).toolCallId()).isEqualTo(new ToolCallId("c3"));
  }

  @Test
  @DisplayName(
      "APPR-14: a provider's gate is decided by a person, and the next step tells the adapter")
  void providersGate() {
    ToolCallId p1 = new ToolCallId("p1");
    world
        .model
        .then((request, reply) -> {
          reply.toolCall(p1, "search", ToolCallOptions.PROVIDER_EXECUTED);
          reply.providerApproval(
              p1, ToolApproval.builder(new ApprovalId("theirs")).build());
        })
        .says("Found.");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");

    Run run = Stages.now(thread.respondToToolApproval(
            new ApprovalId("theirs"), ApprovalResponse.deny("too dear")))
        .orElseThrow();
    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);

    ToolCallPart told =
        requireNonNull(world.model.lastRequest().replySoFar()).toolCalls().get(0);
    assertThat(told.hasResult()).isFalse();
    assertThat(requireNonNull(told.approval()).approved()).isFalse();
    assertThat(told.approval().reason()).isEqualTo("too dear");
    assertThat(world.model.requests()).hasSize(2);
  }

  @Test
  @DisplayName("APPR-15: approvalFor asks for, and humanTools makes human, tools of somebody else")
  void byName() {
    world.options(options ->
        options.approvalFor(java.util.Set.of("add")).humanTools(java.util.Set.of("sign")));
    world.tools(tools.recording("add"), tools.recording("sign"));
    world.model.then((request, reply) -> {
      call(reply, "c1", "add", "{}");
      call(reply, "c2", "sign", "{}");
    });
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.PAUSED);
    assertThat(tools.executions).isEmpty();
    assertThat(thread.pendingApprovals())
        .extracting(PendingApproval::toolName)
        .containsExactly("add");
  }
}
