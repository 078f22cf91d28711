package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.context.ModelConfig;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContextSummary;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.DuplicateToolException;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What changes at any time, and what then: rules CTX-7 to CTX-9. */
class ModelContextRegistryTest {

  private final TestTools tools = new TestTools();
  private final World world = new World();
  private final LocalRuntime runtime = world.start();
  private final ThreadRuntime thread = runtime.threads("ada").open("t");

  private static ModelContribution at(int priority, String system) {
    return ModelContribution.builder().priority(priority).system(system).build();
  }

  /** A provider that a test changes, and that tells its listener so when told. */
  private static final class Changing implements ModelContextProvider {
    private ModelContribution contribution = ModelContribution.NONE;
    private @Nullable Runnable listener;

    @Override
    public ModelContribution contribution() {
      return contribution;
    }

    @Override
    public void onChange(Runnable added) {
      listener = added;
    }

    void set(ModelContribution next) {
      contribution = next;
      java.util.Objects.requireNonNull(listener).run();
    }
  }

  @Test
  @DisplayName(
      "CTX-7: the registry adds, updates and removes tools; an update after remove does nothing")
  void registryTools() {
    RegisteredTool registered = runtime.context().addTool(tools.recording("add"));
    runtime.context().addTool(tools.recording("taken"));
    registered.update(tools.recording("subtract"));
    assertThat(runtime.modelContext().summary().toolNames()).containsExactly("subtract", "taken");
    assertThatThrownBy(() -> registered.update(tools.recording("taken")))
        .isInstanceOf(DuplicateToolException.class);

    registered.close();
    registered.update(tools.recording("add"));
    registered.close();

    assertThat(runtime.modelContext().summary().toolNames()).containsExactly("taken");
  }

  @Test
  @DisplayName("CTX-7: and instructions, disabled or computed when read, and providers")
  void registryInstructions() {
    AtomicReference<@Nullable String> mood = new AtomicReference<>("calm");
    RegisteredInstruction fixed = runtime.context().addInstruction("Be brief.");
    RegisteredInstruction computed = runtime.context().addInstruction(mood::get);
    Subscription provider = runtime.context().addProvider(() -> at(1, "First."));
    assertThat(runtime.modelContext().system()).isEqualTo("First.\n\nBe brief.\n\ncalm");

    mood.set("merry");
    fixed.setDisabled(true);
    provider.close();
    assertThat(runtime.modelContext().system()).isEqualTo("merry");

    fixed.update("Be long.");
    assertThat(runtime.modelContext().system()).isEqualTo("merry");
    fixed.setDisabled(false);
    computed.close();
    computed.update("gone");
    computed.setDisabled(false);
    mood.set(null);
    assertThat(runtime.modelContext().system()).isEqualTo("Be long.");
  }

  @Test
  @DisplayName("CTX-7: a tool of priority 1000 replaces the handler of one declared elsewhere")
  void replacedHandler() {
    Tool declared = TestTools.tool("add", (arguments, call) -> "the old one").needsApproval();
    runtime.context().addTool(declared);
    runtime.context().addTool(tools.recording("add").toBuilder().description("").build(), 1000);
    world.model.calls("c1", "add", "{}");

    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);

    // What the declaration asks for still holds.
    assertThat(thread.pendingApprovals()).hasSize(1);
    thread.respondToToolApproval(
        thread.pendingApprovals().get(0).id(), dev.antiphon.tool.ApprovalResponse.approve());
    world.scheduler.runAll();
    assertThat(tools.executions).hasSize(1);
  }

  /** A provider that works until a test breaks it. */
  private static final class Breaking implements ModelContextProvider {
    private boolean isBroken;

    @Override
    public ModelContribution contribution() {
      if (isBroken) {
        throw new IllegalStateException("no context today");
      }
      return ModelContribution.NONE;
    }
  }

  @Test
  @DisplayName("CTX-8: a provider that throws when a step reads it fails that run, and is named")
  void providerThrows() {
    Breaking breaking = new Breaking();
    Subscription registration = runtime.addContext(breaking);
    breaking.isBroken = true;
    Run run = thread.send("Hi");

    assertThatThrownBy(() -> world.finish(run))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining(Breaking.class.getName())
        .hasMessageContaining("no context today");
    assertThat(world.model.requests()).isEmpty();

    registration.close();
    assertThat(world.send(thread, "Again").outcome()).isEqualTo(RunOutcome.COMPLETE);
  }

  @Test
  @DisplayName("CTX-8: so does one that throws when the calls of a step are looked up")
  void providerThrowsAtCalls() {
    Breaking breaking = new Breaking();
    runtime.addContext(breaking);
    runtime.context().addTool(tools.recording("add"));
    world.model.then((request, reply) -> {
      call(reply, "c1", "add", "{}");
      breaking.isBroken = true;
    });
    Run run = thread.send("Hi");

    assertThatThrownBy(() -> world.finish(run))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining(Breaking.class.getName());
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName("CTX-9: a provider whose registration fails half way is taken out again")
  void halfWay() {
    ModelContextProvider failing = new ModelContextProvider() {
      @Override
      public ModelContribution contribution() {
        return at(0, "half");
      }

      @Override
      public void onChange(Runnable listener) {
        throw new IllegalStateException("no listeners");
      }
    };

    assertThatThrownBy(() -> runtime.addContext(failing)).isInstanceOf(IllegalStateException.class);

    assertThat(runtime.modelContext().system()).isEmpty();
  }

  @Test
  @DisplayName("CTX-9: a change is an event on every open thread, also if a listener throws")
  void changeEvents() {
    ThreadRuntime other = runtime.threads("bob").open("u");
    EventLog events = EventLog.of(thread);
    EventLog others = EventLog.of(other);
    thread.subscribe(event -> {
      throw new IllegalStateException("not interested");
    });
    Changing changing = new Changing();
    runtime.addContext(changing);
    world.scheduler.runAll();
    events.clear();
    others.clear();

    changing.set(at(0, "changed"));
    world.scheduler.runAll();

    assertThat(events.of(ThreadEvent.ModelContextChanged.class)).hasSize(1);
    assertThat(others.of(ThreadEvent.ModelContextChanged.class)).hasSize(1);
  }

  @Test
  @DisplayName(
      "CTX-9: the readable state is model name and sorted tool names, equal while unchanged")
  void summary() {
    runtime.addContext(() -> ModelContribution.builder()
        .config(ModelConfig.builder().modelName("small").build())
        .tools(List.of(tools.recording("beta"), tools.recording("alpha")))
        .build());
    ModelContextSummary before = runtime.modelContext().summary();

    runtime.context().addInstruction("Be brief.");

    assertThat(before).isEqualTo(new ModelContextSummary("small", List.of("alpha", "beta")));
    assertThat(runtime.modelContext().summary()).isEqualTo(before).hasSameHashCodeAs(before);
    runtime.context().addTool(tools.recording("gamma"));
    assertThat(runtime.modelContext().summary()).isNotEqualTo(before);
  }
}
