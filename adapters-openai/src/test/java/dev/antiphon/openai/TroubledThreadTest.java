package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.calls;
import static dev.antiphon.openai.Chunks.role;
import static dev.antiphon.openai.Chunks.says;
import static dev.antiphon.openai.Chunks.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.Message;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.testing.MortalHistory;
import dev.antiphon.testing.Stages;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A thread that has been through everything is still one that a provider takes. */
class TroubledThreadTest {

  private final CountDownLatch isExecuting = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  private final Tool gated = Tool.builder("send_mail", "Sends a mail")
      .handler((arguments, call) -> "sent")
      .build()
      .needsApproval();

  private final Tool stuck = Tool.builder("stuck", "Never comes back")
      .handler((arguments, call) -> {
        isExecuting.countDown();
        end.await();
        return "too late";
      })
      .build();

  @Test
  @DisplayName(
      "TOOL-9: a cancelled turn, a failed one, a denied and an interrupted tool make a valid request")
  void goesOn() throws Exception {
    ThreadHistoryAdapter store = new InMemoryThreadHistory();
    MortalHistory firstLife = new MortalHistory(store, batch -> {});
    try (ModelWorld world = ModelWorld.with(
            builder -> builder.retries(RetryPolicy.NONE),
            says("Hello."),
            wire -> wire.stream().events(role(), text("Once upon")).awaitClosed(),
            wire -> wire.answer(500, "", "{\"error\":{\"message\":\"boom\"}}"),
            calls("c1", "send_mail", "{\"to\":\"ada\"}"),
            says("As you wish."),
            calls("c2", "stuck", "{}"),
            says("I am back."));
        LocalRuntime first = runtime(world, firstLife)) {
      troubles(world, first.threads("ada").open("troubled"));
      firstLife.die();

      try (LocalRuntime second = runtime(world, store)) {
        ThreadRuntime thread = second.threads("ada").open("troubled");
        thread.load().toCompletableFuture().join();
        Message reply = finished(thread.send("Are you there?"));

        assertThat(reply.text()).isEqualTo("I am back.");
        RequestCheck.assertValid(world.server.lastRequest());
        assertThat(roles(world.server.lastRequest()))
            .containsExactly(
                "user: Greeting",
                "assistant: Hello.",
                "user: Cancelled",
                "assistant: Once upon",
                "user: Failed\n\nDenied",
                "assistant: ",
                "tool: c1",
                "assistant: As you wish.",
                "user: Interrupted",
                "assistant: ",
                "tool: c2",
                "user: Are you there?");
      }
      end.countDown();
    }
  }

  private LocalRuntime runtime(ModelWorld world, ThreadHistoryAdapter history) {
    return LocalRuntime.builder(world.model)
        .json(new JacksonJson())
        .tools(gated, stuck)
        .history(history)
        .build();
  }

  private void troubles(ModelWorld world, ThreadRuntime thread) throws Exception {
    finished(thread.send("Greeting"));

    Run cancelled = thread.send("Cancelled");
    await().until(() -> {
      List<Message> shown = thread.state().messages();
      return shown.get(shown.size() - 1).text().equals("Once upon");
    });
    cancelled.cancel();
    cancelled.completion().toCompletableFuture().join();

    Run failed = thread.send("Failed");
    await().until(() -> failed.completion().toCompletableFuture().isCompletedExceptionally());

    finished(thread.send("Denied"));
    finished(Stages.now(thread.respondToToolApproval(
            thread.pendingApprovals().get(0).id(), ApprovalResponse.deny("not now")))
        .orElseThrow());

    Run interrupted = thread.send("Interrupted");
    assertThat(isExecuting.await(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isTrue();
    assertThat(interrupted.completion().toCompletableFuture()).isNotDone();
    assertThat(world.server.failures()).isEmpty();
  }

  private static Message finished(Run run) {
    Message message = run.completion()
        .toCompletableFuture()
        .orTimeout(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join()
        .message();
    assertThat(message).isNotNull();
    return message;
  }

  private static List<String> roles(ScriptedServer.Received request) {
    List<String> roles = new ArrayList<>();
    for (JsonNode message : RequestCheck.messages(request)) {
      String role = message.path("role").asText();
      String detail = message.has("tool_call_id")
          ? message.get("tool_call_id").asText()
          : message.path("content").asText("");
      roles.add(role + ": " + detail);
    }
    return roles;
  }
}
