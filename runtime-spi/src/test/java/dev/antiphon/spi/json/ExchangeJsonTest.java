package dev.antiphon.spi.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.message.DataPart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.UnknownPart;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.ImportException;
import dev.antiphon.tree.MessageItem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExchangeJsonTest {

  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.250Z");

  private final ExchangeJson json = new ExchangeJson();

  @Test
  @DisplayName("HIST-14, TREE-19: a thread comes back equal, but for interrupted and answered")
  void roundTrip() {
    Map<String, Object> falsy = Map.of("a", 0, "b", "", "c", false, "d", List.of(), "e", Map.of());
    Message user = Message.builder(new MessageId("u"), Role.USER, TIME)
        .content(List.of(TextPart.of(""), new DataPart("n", null), new DataPart("f", falsy)))
        .custom(falsy)
        .build();
    Message golden = Exchanged.of(GoldenMessage.message());
    ExportedThread thread = new ExportedThread(
        Head.of(new MessageId("msg-1")),
        List.of(
            MessageItem.of(user, null).withRunConfig(falsy).withIdempotencyKey("key-1"),
            MessageItem.of(golden, user.id()),
            MessageItem.of(assistant("i", Status.INTERRUPTED), user.id()).withRunConfig(Map.of()),
            MessageItem.of(assistant("r", Status.RUNNING), null)));

    ExportedThread read = json.read(json.write(thread), new TestCompletion());

    List<MessageItem> expected = thread.items().stream()
        .map(item -> item.withMessage(Exchanged.of(item.message())))
        .toList();
    assertThat(read).isEqualTo(new ExportedThread(thread.head(), expected));
  }

  @ParameterizedTest(name = "-Dantiphon.seed={0}")
  @MethodSource("dev.antiphon.spi.json.MessageJsonTest#seeds")
  @DisplayName("HIST-14, MSG-6: every message comes back equal")
  void everyMessage(long seed) {
    RandomMessages messages = RandomMessages.expressible(seed);
    for (int i = 0; i < 300; i++) {
      Message message = Exchanged.of(messages.next());
      String text = json.write(ExportedThread.chain(List.of(message)));

      ExportedThread read = json.read(text, new TestCompletion());

      assertThat(read.items().get(0).message())
          .as("seed %d, message %d: %s", seed, i, text)
          .isEqualTo(message);
    }
  }

  @Test
  @DisplayName("HIST-14: blank text, blank reasoning and any image of an assistant stay (TREE-19)")
  void nothingIsDropped() {
    Message message = assistant("a", Status.STOP).toBuilder()
        .content(List.of(
            TextPart.of(" "),
            ReasoningPart.of(""),
            new ImagePart("http://example.org/a.png", null, null)))
        .build();

    ExportedThread read =
        json.read(json.write(ExportedThread.chain(List.of(message))), new TestCompletion());

    assertThat(read.items().get(0).message()).isEqualTo(message);
  }

  @Test
  @DisplayName("HIST-14 an absent head, a null head and an id are three things")
  void heads() {
    for (Head head : List.of(Head.ABSENT, Head.NONE, Head.of(new MessageId("a")))) {
      ExportedThread thread =
          new ExportedThread(head, List.of(MessageItem.of(assistant("a", Status.STOP), null)));

      assertThat(json.read(json.write(thread), new TestCompletion())).isEqualTo(thread);
    }
  }

  @Test
  @DisplayName("HIST-16 a message is written whole and without a number of the form")
  void wholeMessage() {
    assertThat(json.write(assistant("a", Status.INTERRUPTED))).isEqualTo("""
            {"id":"a","role":"assistant","createdAt":"2026-01-31T12:00:00.250Z",\
            "content":[{"type":"text","text":"so far"}],\
            "status":{"type":"incomplete","reason":"other"},\
            "metadata":{"unstable_state":null,"unstable_annotations":[],"unstable_data":[],\
            "steps":[],"custom":{}}}""");
  }

  @Test
  @DisplayName("HIST-14 what assistant-ui writes is read")
  void theirs() {
    ExportedThread thread = json.read("""
        {"headId": "b", "messages": [
          {"message": {"id": "b", "role": "assistant", "createdAt": "2026-01-31T12:00:00.250Z",
             "content": [
               {"type": "reasoning", "text": "Hm."},
               {"type": "tool-call", "toolCallId": "c", "toolName": "find", "args": {"q": "x"},
                "argsText": "{\\"q\\":\\"x\\"}", "result": null}],
             "status": {"type": "complete", "reason": "stop"},
             "metadata": {"unstable_state": null, "unstable_annotations": [],
               "unstable_data": [], "steps": [], "custom": {}}},
           "parentId": "a", "runConfig": {"custom": {"model": "m"}}},
          {"message": {"id": "a", "role": "user", "createdAt": "2026-01-31T12:00:00.250Z",
             "content": [{"type": "text", "text": "Hello"}],
             "attachments": [{"id": "f", "type": "file", "name": "a.txt",
               "contentType": "text/plain", "status": {"type": "complete"},
               "content": [{"type": "text", "text": "A"}]}],
             "metadata": {"custom": {}}},
           "parentId": null}]}""", new TestCompletion());

    assertThat(thread.head()).isEqualTo(Head.of(new MessageId("b")));
    MessageItem reply = thread.items().get(0);
    assertThat(reply.parentId()).isEqualTo(new MessageId("a"));
    assertThat(reply.runConfig()).isEqualTo(Map.of("custom", Map.of("model", "m")));
    assertThat(reply.message().status()).isEqualTo(Status.STOP);
    assertThat(reply.message().toolCalls().get(0).hasResult()).isTrue();
    assertThat(thread.items().get(1).message().attachments()).hasSize(1);
  }

  @Test
  @DisplayName("HIST-14: a part of an unknown type is read and written as it is")
  void unknownPart() {
    Message message = Message.builder(new MessageId("a"), Role.USER, TIME)
        .content(List.of(new UnknownPart("hologram", Map.of("type", "hologram", "depth", 3))))
        .build();
    String text = json.write(ExportedThread.chain(List.of(message)));

    ExportedThread read = json.read(text, new TestCompletion());

    assertThat(read.items().get(0).message()).isEqualTo(message);
    assertThat(json.write(read)).isEqualTo(text);
  }

  @Test
  @DisplayName("HIST-14: a date is written as a browser does, with three digits of a second")
  void dates() {
    Message message =
        Message.builder(new MessageId("a"), Role.USER, Instant.EPOCH).text("Hi").build();

    assertThat(json.write(message)).contains("\"createdAt\":\"1970-01-01T00:00:00.000Z\"");
  }

  @Test
  @DisplayName("HIST-14 what the form cannot express is refused by name")
  void inexpressible() {
    Message message = assistant("a", Status.STOP).toBuilder()
        .metadata(MessageMetadata.builder()
            .timing(MessageTiming.builder()
                .tokensPerSecond(Double.POSITIVE_INFINITY)
                .build())
            .build())
        .build();

    assertThatThrownBy(() -> json.write(message))
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("metadata.timing.tokensPerSecond");
  }

  @Test
  @DisplayName("TREE-20: a thread that was exported is read without anybody to make ids")
  void withoutCompletion() {
    ExportedThread thread = ExportedThread.chain(List.of(assistant("a", Status.STOP)));

    assertThat(json.read(json.write(thread))).isEqualTo(thread);
    assertThatThrownBy(() -> json.read("""
            {"messages": [{"message": {"role": "user", "content": "Hi"}}]}"""))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("id");
  }

  @Test
  @DisplayName("HIST-16 all problems of a thread are told at once")
  void problems() {
    ImportException refused =
        catchThrowableOfType(ImportException.class, () -> json.read("""
            {"messages": [7,
              {"message": {"id": "a", "role": "user", "content": [{"type": "text", "text": 7}]}},
              {"message": {"id": "b", "role": "user", "content": "x"}, "parentId": "a"},
              {"message": {"id": "c", "role": "user", "content": "x"}, "parentId": "gone"}]}""", new TestCompletion()));

    assertThat(refused.problems()).hasSize(3);
    assertThat(refused)
        .hasMessageContaining("messages[0]")
        .hasMessageContaining("'content[0].text' is a number, but a string is expected")
        .hasMessageContaining("'gone' is missing");
  }

  @Test
  @DisplayName("HIST-16 a text that is no thread is refused")
  void noThread() {
    for (String text : List.of("", "{", "[]", "{}", "{\"messages\":[],\"headId\":7}", "{} {}")) {
      assertThatThrownBy(() -> json.read(text, new TestCompletion()))
          .as(text)
          .isInstanceOf(MessageFormatException.class);
    }
  }

  private static Message assistant(String id, Status status) {
    return Message.builder(new MessageId(id), Role.ASSISTANT, TIME)
        .text("so far")
        .status(status)
        .build();
  }
}
