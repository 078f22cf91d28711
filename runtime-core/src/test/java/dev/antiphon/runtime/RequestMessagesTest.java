package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ToolCallOptions;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What of calls a model request carries: rule TOOL-9. */
class RequestMessagesTest {

  private final World world = new World().tools(TestTools.human("ask"));

  private List<ToolCallPart> callsInRequest() {
    return world.model.lastRequest().conversation().stream()
        .map(Message::toolCalls)
        .flatMap(List::stream)
        .toList();
  }

  @Test
  @DisplayName(
      "TOOL-9: a call of a cancelled message is answered as cancelled, in the request only")
  void cancelled() {
    world.model.calls("c1", "ask", "{}");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    thread.cancelRun();

    world.send(thread, "Again");

    ToolCallPart sent = callsInRequest().get(0);
    assertThat(sent.isError()).isTrue();
    assertThat(String.valueOf(sent.result())).contains("'ask'", "cancelled");
    assertThat(thread.state().messages().get(1).toolCalls().get(0).hasResult()).isFalse();
  }

  @Test
  @DisplayName("TOOL-9: a call that nobody answered, below which something was sent, says so")
  void unanswered() {
    world.model.calls("c1", "ask", "{}");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    SendOptions below = SendOptions.builder()
        .parent(thread.state().messages().get(1).id())
        .whenBusy(WhenBusy.INTERRUPT)
        .build();

    world.finish(thread.send(dev.antiphon.message.MessageInput.text("Again"), below));

    assertThat(callsInRequest()).allMatch(ToolCallPart::hasResult);
    assertThat(String.valueOf(callsInRequest().get(0).result()))
        .containsAnyOf("not answered", "cancelled");
  }

  @Test
  @DisplayName("TOOL-9: an interrupted call says so")
  void interrupted() {
    world.model.then((request, reply) -> {
      call(reply, "c1", "ask", "{}");
      world.scheduler.runSome(20);
      world.history.failWrites(100);
    });
    ThreadRuntime thread = world.open();
    thread.send("Hi");
    world.scheduler.runAll();
    world.scheduler.clear();
    world.history.heal();

    world.send(world.open(), "Again");

    assertThat(callsInRequest()).hasSize(1);
    assertThat(String.valueOf(callsInRequest().get(0).result())).contains("'ask'", "interrupted");
  }

  @Test
  @DisplayName("TOOL-9: so is a provider's call of an earlier step or message without a result")
  void providers() {
    world.tools(new TestTools().recording("add"));
    world
        .model
        .then((request, reply) -> {
          reply.toolCall(new ToolCallId("p1"), "search", ToolCallOptions.PROVIDER_EXECUTED);
          call(reply, "c1", "add", "{}");
        })
        .says("Done.");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    assertThat(requireNonNull(world.model.lastRequest().replySoFar()).toolCalls())
        .allMatch(ToolCallPart::hasResult);

    world.send(thread, "Again");

    assertThat(callsInRequest()).hasSize(2).allMatch(ToolCallPart::hasResult);
  }
}
