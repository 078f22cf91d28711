package dev.antiphon.jdbc;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.RuntimeOptions;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tool.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The conversation that is cut off by death and goes on in the next process: what the model says
 * follows from what it is asked, and a tool notes each of its executions in a file.
 */
final class CrashWorld {

  static final String PLAIN = "say something long";
  static final String TOOL = "count";
  static final String APPROVAL = "pay";

  static final String OWNER = "alice";
  static final String LONG_REPLY = words(0, 40);
  static final String LAST_REPLY = "That is done.";

  /** What a process that lives on is given: it stops at no point. */
  static final Consumer<CrashPoint> NOWHERE = point -> {};

  private final DataSource dataSource;
  private final Path toolLog;
  private final Consumer<CrashPoint> steps;
  private final SteppedHistory history;

  /**
   * Makes the world of one process.
   *
   * @param dataSource the database
   * @param toolLog where executions of tools are noted
   * @param steps is told where the process has come to, and does not return where it dies
   */
  CrashWorld(DataSource dataSource, Path toolLog, Consumer<CrashPoint> steps) {
    this.dataSource = dataSource;
    this.toolLog = toolLog;
    this.steps = steps;
    this.history = new SteppedHistory(new JdbcThreadHistory(dataSource), steps);
  }

  /** Starts a runtime on the database. */
  LocalRuntime start() {
    return LocalRuntime.builder(this::reply)
        .json(new JacksonJson())
        .tools(tool(TOOL), tool(APPROVAL).needsApproval())
        .history(history)
        .threadList(new JdbcThreadList(dataSource))
        .contextPolicy(this::select)
        .options(RuntimeOptions.builder()
            .checkpointInterval(Duration.ofMillis(5))
            .historyAttempts(2)
            .build())
        .build();
  }

  private List<Message> select(List<Message> branch) {
    steps.accept(CrashPoint.K3_BEFORE_THE_MODEL_IS_CALLED);
    return branch;
  }

  private void reply(RunRequest request, ReplyWriter reply) {
    steps.accept(CrashPoint.K4_BEFORE_THE_FIRST_TOKEN);
    Message soFar = request.replySoFar();
    String question = request.lastUserText();
    if (soFar != null && !calls(soFar).isEmpty()) {
      history.awaitResult(request.messageId());
      reply.text(LAST_REPLY);
    } else if (question.startsWith(TOOL) || question.startsWith(APPROVAL)) {
      ToolCallId call = new ToolCallId("call-" + request.messageId());
      reply.toolCall(call, question.startsWith(TOOL) ? TOOL : APPROVAL);
      reply.argumentsText(call, "{\"amount\":1}");
      reply.completeToolCall(call);
    } else {
      reply.text(words(0, 10));
      history.awaitText(request.messageId());
      reply.text(words(10, 25));
      steps.accept(CrashPoint.K5_BETWEEN_TWO_CHECKPOINTS);
      reply.text(words(25, 40));
    }
  }

  private Tool tool(String name) {
    return Tool.builder(name, "Counts how often it runs")
        .handler((arguments, call) -> {
          steps.accept(CrashPoint.K9_BEFORE_THE_TOOL_STARTS);
          note(toolLog, call.thread().threadId() + " " + call.id() + " " + arguments);
          steps.accept(CrashPoint.K10_WHILE_THE_TOOL_RUNS);
          return "done";
        })
        .build();
  }

  /** Appends a line to a file, which outlives the process. */
  private static void note(Path file, String line) throws IOException {
    Files.writeString(
        file,
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Returns each execution of a tool, as thread, call and arguments. */
  static List<String> executions(Path toolLog) throws IOException {
    return Files.exists(toolLog) ? Files.readAllLines(toolLog) : List.of();
  }

  /** Returns the calls of a message. */
  static List<ToolCallPart> calls(Message message) {
    List<ToolCallPart> calls = new ArrayList<>();
    for (MessagePart part : message.content()) {
      if (part instanceof ToolCallPart call) {
        calls.add(call);
      }
    }
    return calls;
  }

  private static String words(int from, int to) {
    StringBuilder words = new StringBuilder();
    for (int word = from; word < to; word++) {
      words.append("word-").append(word).append(' ');
    }
    return words.toString();
  }
}
