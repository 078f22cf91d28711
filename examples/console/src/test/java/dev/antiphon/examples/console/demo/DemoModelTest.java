package dev.antiphon.examples.console.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Message;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.Tool;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DemoModelTest {

  private static final Instant NOW = Instant.parse("2026-11-24T15:29:00Z");

  private final LocalRuntime runtime = runtime(Duration.ZERO);
  private final ThreadRuntime thread = runtime.threads().main();

  private static LocalRuntime runtime(Duration wordDelay, Tool... tools) {
    List<Tool> all = DemoTools.all(() -> NOW, ZoneOffset.UTC, new DemoNotes());
    return LocalRuntime.builder(new DemoModel(wordDelay))
        .json(new JacksonJson())
        .tools(tools.length == 0 ? all.toArray(Tool[]::new) : tools)
        .build();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  @DisplayName("a question of arithmetic is answered with what the calculator gives")
  void calculator() throws InterruptedException {
    RunResult result = thread.send("What is 12*34?").await();

    ToolCallPart call = callIn(result);
    assertThat(call.toolName()).isEqualTo("calculator");
    assertThat(call.args()).containsEntry("expression", "12*34");
    assertThat(call.result()).isEqualTo("408");
    assertThat(result.text()).endsWith("12*34 = 408.");
    assertThat(result.steps()).hasSize(2);
  }

  @Test
  @DisplayName("an error of the calculator is told, and the reply is complete")
  void calculatorError() throws InterruptedException {
    RunResult result = thread.send("What is 1/0?").await();

    assertThat(callIn(result).isError()).isTrue();
    assertThat(result.text()).contains("Cannot divide by zero");
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
  }

  @Test
  @DisplayName("the time is read from the clock")
  void clock() throws InterruptedException {
    RunResult result = thread.send("What time is it?").await();

    assertThat(result.text()).endsWith("It is 15:29 on Tuesday, 24 November 2026 (Z).");
  }

  private Run decide(PendingApproval gate, ApprovalResponse response) {
    return thread
        .respondToToolApproval(gate.id(), response)
        .toCompletableFuture()
        .join()
        .orElseThrow();
  }

  @Test
  @DisplayName("a note is deleted when that is approved, and not before")
  void approved() throws InterruptedException {
    RunResult paused = thread.send("delete note 2").await();
    assertThat(paused.outcome()).isEqualTo(RunOutcome.PAUSED);
    PendingApproval gate = thread.pendingApprovals().get(0);

    Run goesOn = decide(gate, ApprovalResponse.approve());

    assertThat(goesOn.await().text())
        .endsWith("Note 2 (\"Call the dentist\") is deleted. Notes left: 1, 3.");
  }

  @Test
  @DisplayName("a denial is told with its reason, and nothing is deleted")
  void denied() throws InterruptedException {
    thread.send("delete note 2").await();
    PendingApproval gate = thread.pendingApprovals().get(0);

    Run goesOn = decide(gate, ApprovalResponse.deny("still needed"));

    assertThat(goesOn.await().text()).contains("still needed");
  }

  @Test
  @DisplayName("a note that is not there is an error of the tool that lists those that are")
  void noSuchNote() throws InterruptedException {
    thread.send("delete note 7").await();
    PendingApproval gate = thread.pendingApprovals().get(0);

    Run goesOn = decide(gate, ApprovalResponse.approve());

    assertThat(goesOn.await().text()).contains("There is no note 7. There are: 1, 2, 3.");
  }

  @Test
  @DisplayName("a question with why is reasoned about first")
  void reasoning() throws InterruptedException {
    RunResult result = thread.send("Why is the sky blue?").await();

    assertThat(messageOf(result).content().get(0)).isInstanceOf(ReasoningPart.class);
    assertThat(result.text()).contains("demonstration model");
  }

  @Test
  @DisplayName("a long reply has 400 words")
  void longReply() throws InterruptedException {
    RunResult result = thread.send("something long").await();

    assertThat(result.text().split(" ", -1)).hasSize(400);
  }

  @Test
  @DisplayName("a failure comes after some words, which stay")
  void failure() {
    assertThatThrownBy(() -> thread.send("please fail").await())
        .isInstanceOfSatisfying(RunFailedException.class, failed -> {
          assertThat(failed.info().code()).isEqualTo("unavailable");
          assertThat(failed.result().text()).isEqualTo("I will stop in the middle of");
        });
  }

  @Test
  @DisplayName("the same question gets the same answer")
  void deterministic() throws InterruptedException {
    RunResult first = thread.send("What is 2*3, and why?").await();
    RunResult second = thread.reload(messageOf(first).id()).await();

    assertThat(second.text()).isEqualTo(first.text());
  }

  @Test
  @DisplayName("a tool that is not offered is not called")
  void notOffered() throws InterruptedException {
    try (LocalRuntime other =
        runtime(Duration.ZERO, Tool.builder("other", "Something else").build())) {
      RunResult result = other.threads().main().send("What is 2*3?").await();

      assertThat(messageOf(result).toolCalls()).isEmpty();
      assertThat(result.text()).contains("demonstration model");
    }
  }

  @Test
  @DisplayName("RUN-16: a pause between words ends at once when the run is cancelled")
  void cancelled() throws InterruptedException {
    try (LocalRuntime slow = runtime(Duration.ofDays(1))) {
      ThreadRuntime slowThread = slow.threads().main();
      CountDownLatch hasSpoken = new CountDownLatch(1);
      slowThread.onText(text -> hasSpoken.countDown());
      Run run = slowThread.send("something long");
      hasSpoken.await();

      run.cancel();

      assertThat(run.await().outcome()).isEqualTo(RunOutcome.CANCELLED);
      assertThat(run.await().text()).isEqualTo("Sentence ");
    }
  }

  private static Message messageOf(RunResult result) {
    return Objects.requireNonNull(result.message());
  }

  private static ToolCallPart callIn(RunResult result) {
    return messageOf(result).toolCalls().get(0);
  }
}
