package dev.antiphon.runtime;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.testing.Stages;
import dev.antiphon.tool.ApprovalConflictException;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.Tool;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("Lincheck instruments the classes of the whole JVM")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public class ApprovalLincheckTest {

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final AtomicInteger continued = new AtomicInteger();
  private final ThreadRuntime thread;
  private final ApprovalId gate;
  private boolean isSetUp;

  /** Starts a run that is paused at a gate. */
  public ApprovalLincheckTest() {
    thread = pausedThread();
    gate = thread.pendingApprovals().get(0).id();
  }

  private ThreadRuntime pausedThread() {
    Tool pay =
        Tool.builder("pay", "Pays").handler((arguments, call) -> "paid").build().needsApproval();
    LocalRuntime runtime = LocalRuntime.builder((request, reply) -> {
          ToolCallId call = new ToolCallId("c1");
          reply.toolCall(call, "pay");
        })
        .json(new PlainJson())
        .tools(pay)
        .clock(() -> Instant.EPOCH)
        .executor(task -> {
          if (!isSetUp) {
            tasks.add(task);
          }
        })
        .timer((delay, task) -> () -> {})
        .build();
    ThreadRuntime opened = runtime.threads("ada").open("t");
    opened.send("Pay");
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
    isSetUp = true;
    return opened;
  }

  /** Returns whether the decision is accepted; it is also if it was decided so before. */
  @Operation
  public boolean approve() {
    return decide(ApprovalResponse.approve());
  }

  @Operation
  public boolean deny() {
    return decide(ApprovalResponse.deny("no"));
  }

  private boolean decide(ApprovalResponse response) {
    try {
      if (Stages.now(thread.respondToToolApproval(gate, response)).isPresent()) {
        continued.incrementAndGet();
      }
      return true;
    } catch (ApprovalConflictException conflict) {
      return false;
    }
  }

  @Validate
  public void goesOnOnce() {
    boolean isDecided = thread.pendingApprovals().isEmpty();
    if (continued.get() != (isDecided ? 1 : 0)) {
      throw new IllegalStateException("The run went on " + continued.get() + " times.");
    }
  }

  /** Values cannot race: no thread switches inside of them. */
  private static boolean isValue(String className) {
    return className.startsWith("dev.antiphon.message.")
        || className.startsWith("dev.antiphon.tool.")
        || className.startsWith("dev.antiphon.thread.");
  }

  @Test
  @DisplayName("APPR-3, APPR-8: of decisions at one time exactly one counts, and one run goes on")
  void everyInterleaving() {
    ModelChecks.options(4, 60)
        .addGuarantee(forClasses(ApprovalLincheckTest.class.getName())
            .methods("pausedThread")
            .ignore())
        .addGuarantee(forClasses(ApprovalLincheckTest::isValue).allMethods().ignore())
        .check(ApprovalLincheckTest.class);
  }
}
