package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.context.CallSettings;
import dev.antiphon.context.ModelConfig;
import dev.antiphon.context.ModelContext;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.DuplicateToolException;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a model is told beside the messages: rules CTX-1 to CTX-6. */
class ModelContextTest {

  private final TestTools tools = new TestTools();
  private final World world = new World();
  private final LocalRuntime runtime = world.start();
  private final ThreadRuntime thread = runtime.threads("ada").open("t");

  private static ModelContribution at(int priority, String system) {
    return ModelContribution.builder().priority(priority).system(system).build();
  }

  private ModelContext seenByModel() {
    return world.model.lastRequest().context();
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
  @DisplayName("CTX-1: the same provider counts once; the context is read anew for each step")
  void readAnew() {
    AtomicInteger reads = new AtomicInteger();
    ModelContextProvider counting =
        () -> ModelContribution.ofSystem("read " + reads.incrementAndGet());
    runtime.addContext(counting);
    runtime.addContext(counting);
    runtime.context().addTool(tools.recording("add"));
    world.model.calls("c1", "add", "{}");

    world.send(thread, "Hi");

    assertThat(world.model.requests()).hasSize(2);
    String first = world.model.requests().get(0).context().system();
    String second = world.model.requests().get(1).context().system();
    assertThat(first).startsWith("read ").doesNotContain("\n");
    assertThat(second).startsWith("read ").isNotEqualTo(first);
  }

  @Test
  @DisplayName("CTX-1: a provider gives all it can give, and the host can read the merge")
  void readByTheHost() {
    Tool add = tools.recording("add");
    runtime.addContext(() -> ModelContribution.builder()
        .priority(3)
        .system("Be brief.")
        .tools(List.of(add))
        .settings(CallSettings.builder().temperature(0.5).build())
        .config(ModelConfig.builder().modelName("small").build())
        .composerMetadata(Map.of("page", 7))
        .build());

    for (ModelContext context : List.of(runtime.modelContext(), thread.modelContext())) {
      assertThat(context.system()).isEqualTo("Be brief.");
      assertThat(context.tools().all()).containsExactly(add);
      assertThat(context.settings().temperature()).isEqualTo(0.5);
      assertThat(context.config().modelName()).isEqualTo("small");
      assertThat(context.composerMetadata()).isEqualTo(Map.of("page", 7));
    }
  }

  @Test
  @DisplayName(
      "CTX-2: system texts come highest priority first, then in order; blank ones not at all")
  void systemTexts() {
    runtime.addContext(() -> at(0, "third"));
    runtime.addContext(() -> at(5, "first"));
    runtime.addContext(() -> at(0, "  \n"));
    runtime.addContext(() -> at(0, "fourth"));
    runtime.addContext(() -> at(1, "second"));

    world.send(thread, "Hi");

    assertThat(seenByModel().system()).isEqualTo("first\n\nsecond\n\nthird\n\nfourth");
  }

  @Test
  @DisplayName(
      "CTX-3: the same tool twice is accepted; another one of its name and priority refused")
  void duplicateTools() {
    Tool add = tools.recording("add");
    runtime.addContext(() -> ModelContribution.ofTools(add));
    runtime.addContext(() -> ModelContribution.ofTools(add));

    assertThatThrownBy(
            () -> runtime.addContext(() -> ModelContribution.ofTools(tools.recording("add"))))
        .isInstanceOf(DuplicateToolException.class);
    assertThatThrownBy(() -> runtime.context().addTool(tools.recording("add")))
        .isInstanceOf(DuplicateToolException.class);
    assertThat(runtime.modelContext().tools().all()).containsExactly(add);
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.COMPLETE);
  }

  @Test
  @DisplayName("CTX-3: at other priorities they merge field by field; overwrite replaces")
  void mergedTools() {
    Tool declared =
        Tool.builder("add", "Adds numbers").parameters(Map.of("type", "object")).build();
    Tool handler = Tool.builder("add", "").handler((arguments, call) -> 3).build();
    Tool other = Tool.builder("add", "Another").build();
    runtime.context().addTool(declared);
    runtime.context().addTool(handler, 1);

    Tool merged = runtime.modelContext().tools().find("add").orElseThrow();
    assertThat(merged.description()).isEqualTo("Adds numbers");
    assertThat(merged.handler()).isNotNull();

    RegisteredTool overwriting = runtime.context().overwriteTool(other, 0);
    assertThat(runtime.modelContext().tools().find("add").orElseThrow().description())
        .isEqualTo("Another");
    overwriting.close();
    assertThat(runtime.modelContext().tools().find("add").orElseThrow().description())
        .isEqualTo("Adds numbers");
  }

  @Test
  @DisplayName(
      "CTX-4: a conflict that comes later fails no send: the earlier wins, ToolConflict once")
  void laterConflict() {
    Changing changing = new Changing();
    Tool first = tools.recording("add");
    runtime.context().addTool(first);
    runtime.addContext(changing);
    changing.set(ModelContribution.ofTools(TestTools.human("add")));
    EventLog events = EventLog.of(thread);
    world.model.calls("c1", "add", "{}");

    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.COMPLETE);
    world.send(thread, "Again");

    assertThat(tools.executions).hasSize(1);
    assertThat(seenByModel().tools().find("add")).containsSame(first);
    assertThat(events.of(ThreadEvent.ToolConflict.class))
        .extracting(ThreadEvent.ToolConflict::toolName)
        .containsExactly("add");
  }

  @Test
  @DisplayName(
      "CTX-5: of settings and config the higher priority wins, then the later registration")
  void settings() {
    runtime.addContext(() -> ModelContribution.builder()
        .priority(1)
        .settings(CallSettings.builder().temperature(0.1).build())
        .build());
    runtime.addContext(() -> ModelContribution.builder()
        .settings(CallSettings.builder().temperature(0.9).maxTokens(10).build())
        .config(ModelConfig.builder().modelName("earlier").baseUrl("https://a").build())
        .build());
    runtime.addContext(() -> ModelContribution.builder()
        .settings(CallSettings.builder().maxTokens(20).build())
        .config(ModelConfig.builder().modelName("later").build())
        .build());

    world.send(thread, "Hi");

    assertThat(seenByModel().settings().temperature()).isEqualTo(0.1);
    assertThat(seenByModel().settings().maxTokens()).isEqualTo(20);
    assertThat(seenByModel().config().modelName()).isEqualTo("later");
    assertThat(seenByModel().config().baseUrl()).isEqualTo("https://a");
  }

  @Test
  @DisplayName(
      "CTX-6: settings and config reach the adapter, others too; keys and headers no store")
  void secrets() {
    CallSettings settings = CallSettings.builder()
        .maxTokens(1)
        .temperature(0.2)
        .topP(0.3)
        .presencePenalty(0.4)
        .frequencyPenalty(0.5)
        .seed(6L)
        .headers(Map.of("X-Secret", "hush"))
        .others(Map.of("topK", 7))
        .build();
    ModelConfig config = ModelConfig.builder()
        .apiKey("sk-hush")
        .baseUrl("https://b")
        .modelName("m")
        .reasoningEffort("low")
        .others(Map.of("region", "eu"))
        .build();
    runtime.addContext(
        () -> ModelContribution.builder().settings(settings).config(config).build());

    world.send(thread, "Hi");

    assertThat(seenByModel().settings()).isEqualTo(settings);
    assertThat(seenByModel().config()).isEqualTo(config);
    assertThat(world.history.batches().toString()).doesNotContain("hush");
    assertThat(seenByModel().toString() + settings + config).doesNotContain("hush");
  }
}
