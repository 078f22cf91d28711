package dev.antiphon.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.World;
import dev.antiphon.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What commands do to a thread. */
class CommandExecutorTest {

  private final World world = new World();
  private final CommandDecoder decoder = new CommandDecoder(RequestLimits.COMMANDS);
  private final CommandExecutor executor = new CommandExecutor();

  private Optional<Run> run(ThreadRuntime thread, String json) {
    Command command =
        decoder.decode(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), null);
    CompletableFuture<Optional<Run>> done = executor.execute(thread, command).toCompletableFuture();
    world.scheduler.runAll();
    return done.join();
  }

  private static String headId(ThreadRuntime thread) {
    return thread
        .state()
        .messages()
        .get(thread.state().messages().size() - 1)
        .id()
        .value();
  }

  @Test
  @DisplayName("send, regenerate, edit, switch and delete do what their names say")
  void conversation() {
    world.model.then((request, reply) -> reply.text("One"));
    world.model.then((request, reply) -> reply.text("Two"));
    world.model.then((request, reply) -> reply.text("Three"));
    ThreadRuntime thread = world.open();

    run(thread, "{'type':'add-message','parentId':null,'content':'Hi'}");
    String first = headId(thread);
    run(thread, "{'type':'reload','parentId':null,'sourceId':'" + first + "'}");
    String second = headId(thread);
    run(thread, "{'type':'switch-branch','headId':'" + first + "'}");
    String shown = headId(thread);
    String question = thread.message(0).id().value();
    run(thread, "{'type':'add-message','sourceId':'" + question + "','content':'Hi again'}");
    String third = headId(thread);
    run(thread, "{'type':'delete','messageId':'" + third + "'}");

    assertThat(shown).isEqualTo(first);
    assertThat(thread.branches(new MessageId(first)))
        .containsExactly(new MessageId(first), new MessageId(second));
    assertThat(thread.branches(new MessageId(question))).hasSize(2);
    assertThat(World.shown(thread)).containsExactly("user: Hi again");
  }

  @Test
  @DisplayName("an approval with a reason denies a call, and the reply goes on")
  void approval() {
    world.tools(Tool.builder("wipe", "Wipes")
        .handler((arguments, call) -> "wiped")
        .build()
        .needsApproval());
    world.model.then((request, reply) -> reply.toolCall(new ToolCallId("c1"), "wipe"));
    world.model.then((request, reply) -> reply.text("Then not."));
    ThreadRuntime thread = world.open();
    run(thread, "{'type':'add-message','content':'Wipe'}");
    String gate = thread.pendingApprovals().get(0).id().value();

    Optional<Run> continued = run(
        thread, "{'type':'approval','approvalId':'" + gate + "','approved':false,'reason':'no'}");

    assertThat(continued).isPresent();
    Message reply = thread.state().messages().get(1);
    assertThat(reply.text()).isEqualTo("Then not.");
    assertThat(reply.toolCalls().get(0).isError()).isTrue();
    assertThat(String.valueOf(reply.toolCalls().get(0).result())).contains("no");
  }

  @Test
  @DisplayName("T11: a page answers a call of a human tool, and no other")
  void toolResult() {
    world.tools(
        Tool.builder("human", "Is done by a human").build(),
        Tool.builder("wipe", "Wipes")
            .handler((arguments, call) -> "wiped")
            .build()
            .needsApproval());
    world.model.then((request, reply) -> {
      reply.toolCall(new ToolCallId("c1"), "wipe");
      reply.toolCall(new ToolCallId("c2"), "human");
    });
    ThreadRuntime thread = world.open();
    run(thread, "{'type':'add-message','content':'Wipe'}");
    String reply = headId(thread);

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> run(
            thread,
            "{'type':'tool-result','messageId':'" + reply + "','toolCallId':'c1','result':'done'}"))
        .withCauseInstanceOf(ServerToolException.class);
    run(
        thread,
        "{'type':'tool-result','messageId':'" + reply + "','toolCallId':'c2','result':{'a':1}}");

    Message message = thread.message(new MessageId(reply));
    assertThat(message.toolCall(new ToolCallId("c1")).hasResult()).isFalse();
    assertThat(message.toolCall(new ToolCallId("c1")).hasOpenGate()).isTrue();
    assertThat(message.toolCall(new ToolCallId("c2")).result()).isEqualTo(Map.of("a", 1));
  }

  @Test
  @DisplayName(
      "while a reply runs, a message waits, can be changed and dropped, and cancel stops the reply")
  void queueAndCancel() {
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      reply.text("Once");
      run(thread, "{'type':'add-message','content':'And then?','whenBusy':'enqueue'}");
      String item = thread.state().queue().get(0).id().value();
      run(thread, "{'type':'queue-edit','itemId':'" + item + "','content':'Wait'}");
      assertThat(thread.state().queue().get(0).text()).isEqualTo("Wait");
      run(thread, "{'type':'queue-remove','itemId':'" + item + "'}");
      run(thread, "{'type':'cancel'}");
    });

    run(thread, "{'type':'add-message','content':'A story'}");

    assertThat(thread.state().queue()).isEmpty();
    assertThat(World.shown(thread))
        .containsExactly("user: A story", "assistant: Once (incomplete/cancelled)");
  }

  @Test
  @DisplayName("a command on what is not there is refused, and changes nothing")
  void unknownMessage() {
    ThreadRuntime thread = world.open();
    List<Message> before = thread.state().messages();

    assertThatExceptionOfType(UnknownMessageException.class)
        .isThrownBy(() -> run(thread, "{'type':'switch-branch','headId':'none'}"));

    assertThat(thread.state().messages()).isEqualTo(before);
  }
}
