package dev.antiphon.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.World;
import dev.antiphon.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state stream over a runtime in a world that the test controls. */
class StateStreamTest {

  private final World world = new World();

  private StateStream open(ThreadRuntime thread) {
    return open(thread, 1024);
  }

  private StateStream open(ThreadRuntime thread, int maxPending) {
    StateStreamOptions options =
        new StateStreamOptions(Duration.ofSeconds(15), Duration.ofMinutes(15), maxPending);
    StateStream stream = StateStream.open(thread, options, world.scheduler);
    world.scheduler.runAll();
    return stream;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<String> all(ByteStream stream) {
    List<String> frames = new ArrayList<>();
    byte[] next = stream.poll();
    while (next != null) {
      frames.add(text(next));
      next = stream.poll();
    }
    return frames;
  }

  private static PageState page(ByteStream stream) {
    PageState page = new PageState();
    all(stream)
        .forEach(
            frame -> PageState.frames(frame.getBytes(StandardCharsets.UTF_8)).forEach(page::apply));
    return page;
  }

  @Test
  @DisplayName("the first frame sets the whole state, with messages as assistant-ui has them")
  void beginsWithTheState() {
    world.model.then((request, reply) -> reply.text("Hi."));
    ThreadRuntime thread = world.open();
    world.send(thread, "Hello");

    String first = all(open(thread)).get(0);

    assertThat(first).startsWith("id: ").contains("data: {\"type\":\"update-state\",\"path\":[],");
    JsonNode state = PageState.frames(first.getBytes(StandardCharsets.UTF_8))
        .get(0)
        .operations()
        .get(0)
        .get("value");
    JsonNode reply = state.at("/messages/" + state.get("headId").asText());
    assertThat(state.get("threadId").asText()).isEqualTo("t");
    assertThat(state.get("isRunning").asBoolean()).isFalse();
    assertThat(state.get("order")).hasSize(2);
    assertThat(reply.get("parentId").asText()).isEqualTo(state.at("/order/0").asText());
    assertThat(reply.at("/content/0/text").asText()).isEqualTo("Hi.");
    assertThat(reply.at("/status/type").asText()).isEqualTo("complete");
    assertThat(state.at("/capabilities/switchToBranch").asBoolean()).isTrue();
  }

  @Test
  @DisplayName("EVT-9: a delta is one small operation, and no message is sent again for it")
  void deltaIsSmall() {
    StringBuilder sent = new StringBuilder();
    world.model.then((request, reply) -> {
      reply.text("word");
      world.scheduler.runSome(1000);
      reply.text(" more");
      world.scheduler.runSome(1000);
    });
    ThreadRuntime thread = world.open();
    StateStream stream = open(thread);
    stream.poll();

    world.send(thread, "Hello");
    all(stream).forEach(sent::append);

    assertThat(sent.toString())
        .containsPattern(
            "\\{\"type\":\"append-text\",\"path\":\\[\"messages\",\"[^\"]+\",\"content\",\"0\",\"text\"\\],\"value\":\" more\"\\}");
  }

  @ParameterizedTest(name = "{0} messages before")
  @ValueSource(ints = {0, 500})
  @DisplayName("EVT-9: the bytes of a delta do not depend on the length of thread and message")
  void deltaCostsTheSame(int messages) {
    List<Integer> sizes = new ArrayList<>();
    ThreadRuntime thread = world.open();
    for (int i = 0; i < messages; i++) {
      thread.append(MessageInput.text("an older message of some length, number " + i));
    }
    world.scheduler.runAll();
    StateStream stream = open(thread);
    stream.poll();
    world.model.then((request, reply) -> {
      reply.text("x");
      for (int i = 0; i < 2_000; i++) {
        world.scheduler.runSome(100);
        all(stream);
        reply.text("y");
        world.scheduler.runSome(100);
        all(stream).forEach(frame -> sizes.add(frame.length()));
      }
    });

    world.send(thread, "Hello");

    assertThat(sizes).hasSize(2_000).allMatch(size -> size < 200);
  }

  @Test
  @DisplayName("a tool call that ends is told alone, not with the text before it")
  void changesArePartByPart() {
    world.tools(
        Tool.builder("look", "Looks").handler((arguments, call) -> "seen").build());
    world.model.then((request, reply) -> {
      reply.text("a long text ".repeat(1_000));
      reply.toolCall(new ToolCallId("c1"), "look");
      reply.argumentsText(new ToolCallId("c1"), "{}");
    });
    world.model.then((request, reply) -> reply.text("Done."));
    ThreadRuntime thread = world.open();
    StateStream stream = open(thread);
    stream.poll();

    world.send(thread, "Hello");
    List<String> frames = all(stream);

    long times = frames.stream()
        .flatMap(frame -> frame.lines())
        .flatMap(line -> Arrays.stream(line.split("\"type\":\"text\"", -1)))
        .filter(piece -> piece.contains("a long text a long text"))
        .count();
    assertThat(times).isLessThanOrEqualTo(3);
    assertThat(String.join("", frames)).contains("\"result\":\"seen\"");
  }

  @Test
  @DisplayName("EVT-4: a reader that falls behind is told the state anew, and keeps no more events")
  void slowReader() {
    world.model.then((request, reply) -> {
      for (int i = 0; i < 100; i++) {
        reply.text("w" + i + " ");
        world.scheduler.runSome(100);
      }
    });
    ThreadRuntime thread = world.open();
    StateStream slow = open(thread, 8);
    slow.poll();

    world.send(thread, "Hello");
    PageState page = page(slow);

    assertThat(page.root())
        .isEqualTo(PageState.parsed(StateJson.snapshot(thread.snapshot(), List.of())));
  }

  @Test
  @DisplayName("whoever connects in mid-reply gets the text so far, and then the rest")
  void joinsInMidReply() {
    List<PageState> early = new ArrayList<>();
    List<StateStream> late = new ArrayList<>();
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      reply.text("So far, ");
      world.scheduler.runSome(1000);
      late.add(open(thread));
      early.add(page(late.get(0)));
      reply.text("so good.");
    });

    world.send(thread, "Hello");
    String head = early.get(0).root().get("headId").asText();
    all(late.get(0))
        .forEach(frame ->
            PageState.frames(frame.getBytes(StandardCharsets.UTF_8)).forEach(early.get(0)::apply));

    assertThat(early.get(0).root().at("/messages/" + head + "/content/0/text").asText())
        .isEqualTo("So far, so good.");
    assertThat(early.get(0).root().get("isRunning").asBoolean()).isFalse();
  }

  @Test
  @DisplayName("a silent stream says something within the time of a heartbeat, as a comment")
  void heartbeat() {
    StateStream stream = open(world.open());
    all(stream);

    world.scheduler.advance(Duration.ofSeconds(16));

    assertThat(all(stream)).containsExactly(": heartbeat\n\n");
  }

  @Test
  @DisplayName("it ends at its age, and the page reconnects")
  void maxLife() {
    ThreadRuntime thread = world.open();
    int timers = world.scheduler.timerCount();
    StateStream stream = open(thread);
    all(stream);

    world.scheduler.advance(Duration.ofMinutes(16));
    all(stream);

    assertThat(stream.isEnded()).isTrue();
    assertThat(world.scheduler.timerCount()).isEqualTo(timers);
  }

  @Test
  @DisplayName("S6: a page that goes away stops nothing, and nothing is kept for it")
  void leaving() {
    world.model.then((request, reply) -> {
      reply.text("Once");
      world.scheduler.runSome(1000);
      reply.text(" upon a time");
    });
    ThreadRuntime thread = world.open();
    StateStream stream = open(thread);

    stream.close();
    world.send(thread, "Tell me a story");

    assertThat(stream.poll()).isNull();
    assertThat(stream.isEnded()).isTrue();
    assertThat(thread.state().messages().get(1).text()).isEqualTo("Once upon a time");
  }

  @Test
  @DisplayName("hostile text stays data: no frame has a line of its own in it")
  void hostileText() {
    world.model.then((request, reply) -> reply.text("</script>\n\ndata: {}\r\nevent: ping\u2028"));
    ThreadRuntime thread = world.open();
    StateStream stream = open(thread);

    world.send(thread, "<img src=x onerror=alert(1)>\n\n: x");

    assertThat(all(stream))
        .allSatisfy(frame -> assertThat(frame.strip().lines()).hasSize(2));
  }
}
