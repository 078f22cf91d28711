package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.antiphon.context.CallSettings;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.ModelException;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorLogTest {

  private static final String SECRET = "s3cret";

  private final World world = new World();
  private final Logger logger = Logger.getLogger("dev.antiphon.runtime");
  private final LogLines lines = new LogLines();
  private Level before = Level.INFO;
  private boolean usedParents;

  @BeforeEach
  void listen() {
    before = logger.getLevel();
    usedParents = logger.getUseParentHandlers();
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
    logger.addHandler(lines);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(lines);
    logger.setLevel(before);
    logger.setUseParentHandlers(usedParents);
  }

  @Test
  @DisplayName("ERR-1: every exception of ours extends ChatRuntimeException")
  void ours() {
    ArchRuleDefinition.classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .beAssignableTo(ChatRuntimeException.class)
        .check(new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.antiphon"));
  }

  @Test
  @DisplayName("ERR-3: no line above DEBUG has text, arguments, results, headers or keys in it")
  void noSecrets() {
    ThreadRuntime thread = troubled();
    thread.subscribe(event -> {
      throw new IllegalStateException(SECRET + " of a listener");
    });
    thread.onState(state -> {
      throw new AssertionError(SECRET + " of a state listener");
    });
    world
        .model
        .then((request, reply) -> {
          reply.text(SECRET);
          ToolCallId id = new ToolCallId("c1");
          reply.toolCall(id, "open");
          reply.argumentsText(id, "{\"password\":\"" + SECRET + "\"}");
          ToolCallId gated = new ToolCallId("c2");
          reply.toolCall(gated, "gated");
          reply.argumentsText(gated, "{\"password\":\"" + SECRET + "\"}");
        })
        .then((request, reply) -> {
          request.cancellation().onCancel(() -> {
            throw new IllegalStateException(SECRET + " of a registration");
          });
          throw new IllegalStateException(SECRET + " of the model");
        });

    Run run = thread.send(MessageInput.text(SECRET + " of a user"), SendOptions.DEFAULTS);
    world.scheduler.advance(Duration.ofMinutes(1));
    world.finish(run);
    Stages.now(thread.respondToToolApproval(
            thread.pendingApprovals().get(0).id(), ApprovalResponse.approve()))
        .ifPresent(each -> Assertions.assertThatThrownBy(() -> world.finish(each))
            .isInstanceOf(RunFailedException.class));
    world.history.failWrite(new IllegalStateException(SECRET + " of the storage"));
    thread.setHead(null);
    world.scheduler.advance(Duration.ofMinutes(1));

    assertThat(lines.above(Level.FINE)).isNotEmpty().noneMatch(line -> line.contains(SECRET));
  }

  /** Returns a thread among tools, providers and storage that fail with a secret in hand. */
  private ThreadRuntime troubled() {
    Tool open = TestTools.tool("open", (arguments, call) -> {
      throw new IllegalStateException(SECRET + arguments);
    });
    Tool gated = TestTools.tool("gated", (arguments, call) -> SECRET).toBuilder()
        .approval((thread, arguments, runConfig) -> {
          throw new IllegalStateException(SECRET + arguments);
        })
        .modelOutput(result -> {
          throw new IllegalStateException(SECRET + result);
        })
        .build();
    return world
        .tools(open, gated)
        .with(builder -> builder.context(() -> ModelContribution.builder()
            .settings(
                CallSettings.builder().headers(Map.of("authorization", SECRET)).build())
            .build()))
        .open();
  }

  @Test
  @DisplayName("ERR-3: a failure whose display is silent is not logged as an error")
  void silent() {
    ThreadRuntime thread = world.open();
    thread.subscribe(event -> {
      throw new ChatRuntimeException(
          new ErrorInfo("unknown", "Never mind.", null, ErrorInfo.Display.SILENT));
    });

    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.COMPLETE);

    assertThat(lines.above(Level.FINE)).isEmpty();
    assertThat(lines.above(Level.ALL)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate-limit", "context-length", "an-adapter-s-own"})
  @DisplayName("ERR-6: the code of a ModelException is that of the failed message and run")
  void modelCodes(String code) {
    world.model.then((request, reply) -> {
      throw new ModelException(code, "No.", true, null);
    });
    ThreadRuntime thread = world.open();

    Assertions.assertThatThrownBy(() -> world.send(thread, "Hi"))
        .isInstanceOfSatisfying(RunFailedException.class, failure -> {
          assertThat(failure.info().code()).isEqualTo(code);
          assertThat(failure).hasCauseInstanceOf(ModelException.class);
        });

    assertThat(Objects.requireNonNull(
            Objects.requireNonNull(thread.message(1).status()).error()))
        .extracting(ErrorInfo::code)
        .isEqualTo(code);
  }

  @Test
  @DisplayName(
      "ERR-6, ERR-1: a StorageException's code and remedy are kept, a foreign one is storage")
  void storageCodes() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");
    world.history.beforeWrite(() -> {
      world.history.beforeWrite(null);
      world.scheduler.runSome(0);
    });
    world.scheduler.runSome(2);
    world.history.failWrite(new StorageException("disk-full", "No space left.", false, null));
    world.history.failWrite(new IllegalArgumentException("what?"));
    world.scheduler.advance(Duration.ofMinutes(1));

    RunResult result = world.finish(run);

    assertThat(result.isSaved()).isTrue();
    assertThat(result.historyErrors())
        .extracting(ErrorInfo::code)
        .containsExactly("disk-full", ErrorInfo.STORAGE);
  }

  /** Keeps what is logged. */
  private static final class LogLines extends Handler {
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord logged) {
      records.add(logged);
    }

    List<String> above(Level level) {
      return records.stream()
          .filter(each -> each.getLevel().intValue() > level.intValue())
          .map(formatter::format)
          .toList();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
