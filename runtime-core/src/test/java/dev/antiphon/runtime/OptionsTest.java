package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.context.CallSettings;
import dev.antiphon.context.ModelContext;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadAdapters;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.ScriptedModel;
import dev.antiphon.testing.World;
import dev.antiphon.thread.Capability;
import dev.antiphon.tool.Tool;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static final ThreadKey KEY = new ThreadKey("ada", "t");

  private final World world = new World();

  private static Tool tool(String name, String description) {
    return Tool.builder(name, description).handler((arguments, call) -> 1).build();
  }

  @Test
  @SuppressWarnings("NullAway")
  @DisplayName("OPT-1: a runtime needs a model and nothing else")
  void modelAlone() throws Exception {
    try (LocalRuntime runtime =
        LocalRuntime.builder((request, reply) -> reply.text("Hello")).build()) {
      RunResult result = runtime.threads().open("t").send("Hi").await();

      assertThat(result.text()).isEqualTo("Hello");
      assertThat(result.isSaved()).isTrue();
    }
    assertThatThrownBy(() -> LocalRuntime.builder(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  @DisplayName("OPT-2: maxSteps and runConfig of a call hold for its run alone")
  void optionsOfACall() {
    world.tools(tool("count", "Counts"));
    world.model.calls("c1", "count", "{}").calls("c2", "count", "{}").says("Done");
    ThreadRuntime thread = world.open();
    SendOptions own =
        SendOptions.builder().maxSteps(1).runConfig(Map.of("mode", "fast")).build();

    RunResult first = world.finish(thread.send(MessageInput.text("One"), own));
    RunResult second = world.send(thread, "Two");

    assertThat(first.status()).isEqualTo(Status.incomplete(Status.Reason.TOOL_CALLS));
    assertThat(second.text()).isEqualTo("Done");
    assertThat(world.model.requests())
        .extracting(request -> request.runConfig().get("mode"))
        .containsExactly("fast", null, null);
  }

  @Test
  @DisplayName("OPT-2: options do not change when their builder or the given map does")
  void optionsAreImmutable() {
    RuntimeOptions.Builder builder = RuntimeOptions.builder().maxSteps(3);
    RuntimeOptions options = builder.build();

    builder.maxSteps(4);

    assertThat(options.maxSteps()).isEqualTo(3);
  }

  @Test
  @DisplayName("OPT-3: new options take effect with the next run, and drop no reply or queued item")
  void newOptions() {
    world.tools(tool("count", "Counts"));
    ThreadRuntime thread = world.open();
    world
        .model
        .then((request, reply) -> {
          thread.send("Later");
          thread.setOptions(RuntimeOptions.builder().maxSteps(1).build());
          reply.text("Counting");
          reply.toolCall(new dev.antiphon.message.ToolCallId("c1"), "count");
        })
        .says("Counted")
        .calls("c2", "count", "{}")
        .says("Too late");

    RunResult first = world.send(thread, "Now");

    assertThat(first.text()).isEqualTo("Counting\n\nCounted");
    assertThat(first.steps()).hasSize(2);
    assertThat(World.shown(thread))
        .containsExactly(
            "user: Now",
            "assistant: Counting\n\nCounted (complete/unknown)",
            "user: Later",
            "assistant:  (incomplete/tool-calls)");
    assertThat(thread.options().maxSteps()).isEqualTo(1);
  }

  @Test
  @DisplayName("OPT-4: a model can be replaced; the run under way ends on the old one")
  void replaceModel() {
    world.tools(tool("count", "Counts"));
    LocalRuntime runtime = world.start();
    ThreadRuntime thread = runtime.threads("ada").open("t");
    ScriptedModel replacement = new ScriptedModel().says("New");
    world
        .model
        .then((request, reply) -> {
          runtime.setModel(replacement);
          reply.toolCall(new dev.antiphon.message.ToolCallId("c1"), "count");
        })
        .says("Old");

    assertThat(world.send(thread, "One").text()).isEqualTo("Old");
    assertThat(world.send(thread, "Two").text()).isEqualTo("New");
  }

  @Test
  @DisplayName("OPT-4: the history of an open thread cannot be replaced")
  void replaceHistory() {
    LocalRuntime runtime = world.start();
    InMemoryThreadHistory other = new InMemoryThreadHistory();
    runtime.setHistory(other);
    ThreadRuntime thread = runtime.threads("ada").open("t");

    assertThatThrownBy(() -> runtime.setHistory(world.history))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("history");

    world.send(thread, "Hi");
    assertThat(other.load(KEY).items()).hasSize(2);
    assertThat(world.history.batches()).isEmpty();
  }

  @Test
  @DisplayName("OPT-5: capabilities follow from the adapters")
  void capabilities() {
    EnumSet<Capability> always = EnumSet.of(
        Capability.SWITCH_TO_BRANCH,
        Capability.SWITCH_BRANCH_DURING_RUN,
        Capability.EDIT,
        Capability.RELOAD,
        Capability.REFETCH_THREAD,
        Capability.CANCEL,
        Capability.COPY,
        Capability.QUEUE);
    EnumSet<Capability> withDelete = EnumSet.copyOf(always);
    withDelete.add(Capability.DELETE);

    assertThat(world.open().state().capabilities()).isEqualTo(withDelete);
    world.history.capabilities(EnumSet.of(ThreadHistoryAdapter.Capability.HEAD));
    assertThat(world.open().state().capabilities()).isEqualTo(always);
  }

  /** Supplies a history and a context for every thread. */
  private record Supplied(ThreadHistoryAdapter own, ModelContextProvider provider)
      implements ThreadAdapters {
    @Override
    public ThreadHistoryAdapter history(ThreadKey thread) {
      return own;
    }

    @Override
    public List<ModelContextProvider> context(ThreadKey thread) {
      return thread.equals(KEY) ? List.of(provider) : List.of();
    }
  }

  @Test
  @DisplayName(
      "OPT-6: a factory supplies the history of a thread, unless the runtime was given one")
  void suppliedHistory() {
    InMemoryThreadHistory own = new InMemoryThreadHistory();
    ThreadAdapters supplied = new Supplied(own, () -> ModelContribution.NONE);
    LocalRuntime withoutHistory = LocalRuntime.builder(world.model)
        .threadAdapters(supplied)
        .executor(world.scheduler)
        .timer(world.scheduler)
        .build();

    world.finish(withoutHistory.threads("ada").open("t").send("Hi"));
    assertThat(own.load(KEY).items()).hasSize(2);

    world.with(builder -> builder.threadAdapters(supplied));
    world.finish(world.start().threads("ada").open("t").send("Hi"));
    assertThat(own.load(KEY).items()).hasSize(2);
    assertThat(world.history.load(KEY).items()).hasSize(2);
  }

  @Test
  @DisplayName("OPT-6: a factory supplies the model context of a thread, and what is explicit wins")
  void suppliedContext() {
    ModelContribution own = ModelContribution.builder()
        .system("In this thread")
        .tools(List.of(tool("shared", "supplied"), tool("own", "supplied")))
        .settings(CallSettings.builder().temperature(0.1).seed(7L).build())
        .build();
    ModelContribution explicit = ModelContribution.builder()
        .system("Always")
        .tools(List.of(tool("shared", "explicit")))
        .settings(CallSettings.builder().temperature(0.9).build())
        .build();
    world.with(builder -> builder
        .context(() -> explicit)
        .threadAdapters(new Supplied(new InMemoryThreadHistory(), () -> own)));
    LocalRuntime runtime = world.start();

    world.finish(runtime.threads("ada").open("t").send("Hi"));
    ModelContext here = world.model.lastRequest().context();
    world.finish(runtime.threads("ada").open("other").send("Hi"));
    ModelContext elsewhere = world.model.lastRequest().context();

    assertThat(here.system()).isEqualTo("Always\n\nIn this thread");
    assertThat(here.tools().find("shared").orElseThrow().description()).isEqualTo("explicit");
    assertThat(here.tools().find("own")).isPresent();
    assertThat(here.settings().temperature()).isEqualTo(0.9);
    assertThat(here.settings().seed()).isEqualTo(7L);
    assertThat(elsewhere.system()).isEqualTo("Always");
    assertThat(elsewhere.tools().find("own")).isEmpty();
  }

  @Test
  @DisplayName("OPT-7: initial messages make no record, and are stored with the first below them")
  void initialMessages() {
    world.with(builder -> builder.initialMessages(
        MessageInput.of(Role.SYSTEM, "Be kind"), MessageInput.of(Role.ASSISTANT, "Welcome")));
    ThreadRuntime thread = world.open();

    assertThat(World.shown(thread))
        .containsExactly("system: Be kind", "assistant: Welcome (complete/unknown)");
    assertThat(world.threadList.fetch(KEY)).isEmpty();
    assertThat(world.history.batches()).isEmpty();

    world.send(thread, "Hi");
    assertThat(world.history.batches().get(0).entries())
        .filteredOn(HistoryEntry.Append.class::isInstance)
        .extracting(entry -> ((HistoryEntry.Append) entry).item().message().role())
        .containsExactly(Role.SYSTEM, Role.ASSISTANT, Role.USER, Role.ASSISTANT);
    List<String> before = World.shown(thread);
    assertThat(World.shown(world.open())).isEqualTo(before);
  }

  @Test
  @DisplayName("OPT-7: initial messages are not used where the loaded thread has messages")
  void noInitialMessagesInAFullThread() {
    world.send(world.open(), "Hi");
    world.with(builder -> builder.initialMessages(MessageInput.text("Never seen")));

    ThreadRuntime thread = world.open();

    assertThat(World.shown(thread)).first().isEqualTo("user: Hi");
    CompletableFuture<Void> appended =
        thread.append(MessageInput.text("More")).toCompletableFuture();
    world.scheduler.runAll();
    assertThat(appended).isCompleted();
    assertThat(world.history.load(KEY).items()).hasSize(3);
  }
}
