package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.testing.ScriptedModel;
import dev.antiphon.tool.ApprovalPolicy;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How runs went, as the cloud is told. */
class CloudRunReportsTest {

  private final CloudWorld world = new CloudWorld();
  private final CloudClient client = world.client();
  private final ScriptedModel model = new ScriptedModel();
  private final LocalRuntime runtime = LocalRuntime.builder(model)
      .json(new JacksonJson())
      .tools(Tool.builder("mail", "Sends a mail")
          .parameters(Map.of("type", "object"))
          .approval(ApprovalPolicy.ALWAYS)
          .handler((arguments, call) -> "sent")
          .build())
      .history(new CloudThreadHistory(client))
      .threadList(new CloudThreadList(client))
      .build();
  private final ThreadRuntime thread = runtime.threads("ada").open("plans");

  @AfterEach
  void closeWorld() {
    runtime.close();
    world.close();
  }

  private List<Map<String, Object>> reports(int count) {
    Awaitility.await().until(() -> world.cloud.extras.runs.size() >= count);
    return world.cloud.extras.runs;
  }

  @Test
  @DisplayName("a run is told of with thread, message, outcome, steps and tokens")
  void completed() throws Exception {
    model.then((request, reply) -> {
      reply.text("It rains.");
      reply.usage(new TokenUsage(7, 3));
    });
    try (CloudRunReports reports = CloudRunReports.withContent(client)) {
      reports.watch(thread);
      thread.send("Weather?").await();

      Map<String, Object> report = reports(1).get(0);

      FakeThreads.Row row = world.cloud.data.only("ada");
      assertThat(report)
          .containsEntry("thread_id", row.text("id"))
          .containsEntry("message_id", row.messages.get(1).get("id"))
          .containsEntry("status", "completed")
          .containsEntry("total_steps", 1)
          .containsEntry("input_tokens", 7)
          .containsEntry("output_tokens", 3)
          .containsEntry("output_text", "It rains.")
          .containsKeys("duration_ms", "steps");
    }
  }

  @Test
  @DisplayName("a run that waits for a person is told of when it is over, with its tools")
  void paused() throws Exception {
    model.calls("call-1", "mail", "{\"to\":\"bob\"}").says("Sent.");
    try (CloudRunReports reports = CloudRunReports.withContent(client)) {
      reports.watch(thread);
      thread.send("Mail him").await();
      thread
          .respondToToolApproval(thread.pendingApprovals().get(0).id(), ApprovalResponse.approve())
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS)
          .orElseThrow()
          .await();

      assertThat(reports(1)).hasSize(1);
      assertThat(reports(1).get(0))
          .containsEntry("status", "completed")
          .containsEntry(
              "tool_calls",
              List.of(Map.of(
                  "tool_name", "mail",
                  "tool_call_id", "call-1",
                  "tool_args", "{\"to\":\"bob\"}",
                  "tool_result", "\"sent\"")));
    }
  }

  @Test
  @DisplayName("a run on a branch that is not shown any more is told of as well")
  void otherBranch() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    model.says("first").then((request, reply) -> {
      isAsked.countDown();
      mayAnswer.await();
      reply.text("second");
    });
    try (CloudRunReports reports = CloudRunReports.withContent(client)) {
      thread.send("Weather?").await();
      reports.watch(thread);
      MessageId answer = thread.state().messages().get(1).id();
      Run run = thread.reload(answer);
      isAsked.await();
      thread.switchToBranch(answer).toCompletableFuture().get(20, TimeUnit.SECONDS);
      mayAnswer.countDown();
      run.await();

      assertThat(reports(1).get(0)).containsEntry("output_text", "second");
    }
  }

  @Test
  @DisplayName("without content, nothing that was written, asked or found leaves")
  void withoutContent() throws Exception {
    model.says("secret answer");
    try (CloudRunReports reports = CloudRunReports.withoutContent(client)) {
      reports.watch(thread);
      thread.send("secret question").await();

      assertThat(reports(1).toString()).doesNotContain("secret");
    }
  }

  @Test
  @DisplayName("a run that fails is told of with its error")
  void failed() throws Exception {
    model.then((request, reply) -> {
      throw new IllegalStateException("model is down");
    });
    try (CloudRunReports reports = CloudRunReports.withContent(client)) {
      reports.watch(thread);
      Throwable failure = catchThrowable(() -> thread.send("Weather?").await());

      assertThat(failure).isNotNull();
      assertThat(reports(1).get(0))
          .containsEntry("status", "error")
          .containsKeys("error_code", "error");
    }
  }

  @Test
  @DisplayName("a report that fails disturbs no run; closing sends what waits")
  void reportFails() throws Exception {
    model.says("one").says("two");
    world.cloud.failNext("POST", "/runs", Fault.status(429));
    CloudRunReports reports = CloudRunReports.withContent(client);
    reports.watch(thread);

    thread.send("first").await();
    Awaitility.await().until(() -> world.cloud.openFaults() == 0);
    thread.send("second").await();
    Awaitility.await().until(() -> !world.cloud.extras.runs.isEmpty());
    reports.close();

    assertThat(world.cloud.extras.runs).hasSize(1);
    assertThat(world.cloud.extras.runs.get(0)).containsEntry("output_text", "two");
    assertThat(thread.state().messages()).hasSize(4);
  }
}
