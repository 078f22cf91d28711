package dev.antiphon.spi.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.DataPart;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolInterrupt;
import dev.antiphon.message.UnknownPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageJsonTest {

  private static final String HEAD =
      "{\"v\":1,\"id\":\"m\",\"role\":\"assistant\",\"createdAt\":\"2026-01-31T12:00:00Z\",";
  private static final String SECRET = "sk-CANARY";

  private final MessageJson json = new MessageJson();

  /** Fixed seeds, and a fresh one that the name of the test prints; -Dantiphon.seed replays one. */
  static LongStream seeds() {
    Long replayed = Long.getLong("antiphon.seed");
    return replayed != null ? LongStream.of(replayed) : LongStream.of(1, 2, 3, System.nanoTime());
  }

  @ParameterizedTest(name = "-Dantiphon.seed={0}")
  @MethodSource("seeds")
  @DisplayName("HIST-9 every message comes back equal, in well-formed text without NUL")
  void roundTrip(long seed) {
    RandomMessages messages = new RandomMessages(seed);
    int count = Boolean.getBoolean("antiphon.thorough") ? 20_000 : 500;

    for (int i = 0; i < count; i++) {
      Message message = messages.next();

      String text = json.write(message);
      Message read = json.read(text);

      assertThat(read).as("seed %d, message %d: %s", seed, i, text).isEqualTo(message);
      assertThat(json.write(read)).as("seed %d, message %d", seed, i).isEqualTo(text);
      assertThat(text.indexOf('\0')).isEqualTo(-1);
      assertThat(SurrogateEscapes.isWellFormed(text)).isTrue();
    }
  }

  @ParameterizedTest(name = "-Dantiphon.seed={0}")
  @MethodSource("seeds")
  @DisplayName("HIST-16 a damaged text is a message or a MessageFormatException, never another one")
  void damagedText(long seed) {
    RandomMessages messages = new RandomMessages(seed);
    java.util.Random random = new java.util.Random(seed);
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder(json.write(messages.next()));
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setLength(at);
        case 1 -> text.deleteCharAt(at);
        default -> text.setCharAt(at, "{}[],:\"0-e\\x".charAt(random.nextInt(12)));
      }

      try {
        assertThat(json.read(text.toString())).isNotNull();
      } catch (MessageFormatException refused) {
        assertThat(refused.getMessage()).contains("antiphon/v1");
      }
    }
  }

  @Test
  @DisplayName("HIST-16 the golden file is what is written, and is read back")
  void goldenFile() throws IOException {
    String golden;
    try (InputStream file = getClass().getResourceAsStream("antiphon-v1.json")) {
      golden =
          new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    assertThat(json.write(GoldenMessage.message())).isEqualTo(golden);
    assertThat(json.write(json.read(golden))).isEqualTo(golden);
  }

  @Test
  @DisplayName("TOOL-16 progress is live only and is not written")
  void progressIsNotWritten() {
    ToolCallPart call = call().build();

    Message read = json.read(json.write(message(call.toBuilder().progress(0.5).build())));

    assertThat(read.content()).containsExactly(call);
  }

  @Test
  @DisplayName("MSG-6 a result, an artifact and a question that are null are not absent")
  void nullIsNotAbsent() {
    ToolCallPart set =
        call().result(null).artifact(null).interrupt(new ToolInterrupt(null)).build();
    ToolCallPart absent = call().build();

    Message read = json.read(json.write(message(set, absent)));

    assertThat(read.content()).containsExactly(set, absent);
  }

  @Test
  @DisplayName("HIST-9 an unknown part keeps its fields and their order")
  void unknownPart() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("b", null);
    fields.put("type", "hologram");
    fields.put("a", Map.of("x", 1));

    String text = json.write(message(new UnknownPart("hologram", fields)));

    assertThat(text).contains("[{\"b\":null,\"type\":\"hologram\",\"a\":{\"x\":1}}]");
    assertThat(json.write(json.read(text))).isEqualTo(text);
  }

  @Test
  @DisplayName("HIST-9 an unknown part that would come back as another part is refused")
  void unknownPartOfKnownType() {
    Message message = message(new UnknownPart("text", Map.of("type", "text", "text", "")));

    assertThatThrownBy(() -> json.write(message)).isInstanceOf(InvalidMessageException.class);
  }

  @Test
  @DisplayName("a part is read whatever the place of its type")
  void typeNotFirst() {
    Message read =
        json.read(HEAD + "\"content\":[{\"parentId\":\"p\",\"text\":\"hi\",\"type\":\"text\"}]}");

    assertThat(read.text()).isEqualTo("hi");
    assertThat(read.content().get(0).parentId()).isEqualTo("p");
  }

  @Test
  @DisplayName(
      "MSG-8 an unknown incomplete reason of a part becomes other, another status is ignored")
  void unknownPartStatus() {
    Message read = json.read(HEAD
        + "\"content\":[{\"type\":\"text\",\"text\":\"\",\"status\":{\"type\":\"incomplete\",\"reason\":\"x\"}},"
        + "{\"type\":\"text\",\"text\":\"\",\"status\":{\"type\":\"x\"}}]}");

    assertThat(read.content().get(0).status()).isEqualTo(Status.incomplete(Status.Reason.OTHER));
    assertThat(read.content().get(1).status()).isNull();
  }

  @Test
  @DisplayName("a value of 200 levels comes back out of nested messages")
  void deepValues() {
    Object deep = 1;
    for (int level = 0; level < 199; level++) {
      deep = List.of(deep);
    }
    Message message = message(call().result(List.of(deep)).build());
    for (int level = 0; level < 50; level++) {
      message = message(call().messages(List.of(message)).build());
    }

    assertThat(json.read(json.write(message))).isEqualTo(message);
  }

  @Test
  @DisplayName("messages nested too deep are refused when written")
  void tooDeep() {
    Message message = message();
    for (int level = 0; level < 300; level++) {
      message = message(call().messages(List.of(message)).build());
    }
    Message nested = message;

    assertThatThrownBy(() -> json.write(nested))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("1000 levels");
  }

  @Test
  @DisplayName("an attachment of 20 MiB as base64 comes back")
  void largeString() {
    Message message = message(TextPart.of("A".repeat(28_000_000)));

    assertThat(json.read(json.write(message))).isEqualTo(message);
  }

  @Test
  @DisplayName("HIST-16 a newer form is refused by its number")
  void newerForm() {
    assertThatThrownBy(() -> json.read("{\"v\":2,\"words\":[]}"))
        .isInstanceOfSatisfying(
            MessageFormatException.class,
            refused -> assertThat(refused.isNewer()).isTrue())
        .hasMessageContaining("antiphon/v2");
  }

  @Test
  @DisplayName("the refusal of a text says where and what, in known names only")
  void saysWhere() {
    String text = HEAD
        + "\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"tool-call\",\"toolCallId\":\"c\","
        + "\"toolName\":\"t\",\"approval\":{\"id\":\"a\",\"approved\":\"" + SECRET + "\"}}]}";

    assertThatThrownBy(() -> json.read(text))
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("'content[1].approval.approved'")
        .hasMessageContaining("expected true or false, found a string")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"id\":\"m\",\"v\":1}",
        "{\"v\":0}",
        "{\"v\":\"sk-CANARY\"}",
        "{\"v\":1,\"sk-CANARY\":1}",
        "{\"v\":1,\"sk-CANARY\" 1}",
        "{\"v\":1,\"id\":sk-CANARY}",
        "{\"v\":1,\"id\":\"sk-CANARY\"}",
        "{\"v\":1,\"id\":\"sk-CANARY\",\"id\":\"sk-CANARY\"}",
        "{\"v\":1,\"role\":\"sk-CANARY\"}",
        "{\"v\":1,\"createdAt\":\"sk-CANARY\"}",
        "{\"v\":1,\"content\":[{\"sk-CANARY\":1}]}",
        "{\"v\":1,\"content\":[{\"sk-CANARY\":sk-CANARY}]}",
        "{\"v\":1,\"content\":[{\"type\":\"sk-CANARY\",\"sk-CANARY\":{\"sk-CANARY\":1e}}]}",
        "{\"v\":1,\"content\":[{\"type\":\"text\",\"sk-CANARY\":1}]}",
        "{\"v\":1,\"content\":[{\"type\":\"text\"}]}",
        "{\"v\":1,\"content\":[{\"type\":\"audio\",\"audio\":{\"data\":\"\",\"format\":\"sk-CANARY\"}}]}",
        "{\"v\":1,\"content\":[{\"type\":\"source\",\"id\":\"\",\"sourceType\":\"sk-CANARY\"}]}",
        "{\"v\":1,\"metadata\":{\"custom\":{\"sk-CANARY\":1e999999999}}}",
        "{\"v\":1,\"metadata\":{\"steps\":[{\"contentSize\":99999999999}]}}",
        "{\"v\":1,\"metadata\":{\"timing\":{\"tokensPerSecond\":\"sk-CANARY\"}}}",
      })
  @DisplayName("HIST-16 what is no message is refused without a word of its content")
  void refusedWithoutContent(String text) {
    assertThatThrownBy(() -> json.read(text))
        .isInstanceOf(MessageFormatException.class)
        .hasNoCause()
        .message()
        .doesNotContain(SECRET);
  }

  @Test
  @DisplayName("more text behind a message is refused")
  void trailingText() {
    String text = json.write(message());

    assertThatThrownBy(() -> json.read(text + text)).isInstanceOf(MessageFormatException.class);
  }

  @Test
  @DisplayName("MSG-4 a message that may not be is refused")
  void invalidMessage() {
    String text = json.write(message(call().build())).replace("\"assistant\"", "\"user\"");

    assertThatThrownBy(() -> json.read(text)).isInstanceOf(MessageFormatException.class);
  }

  @Test
  @DisplayName("every kind of part is written")
  void everyKind() {
    List<Class<?>> kinds = new ArrayList<>();
    for (MessagePart part : GoldenMessage.message().content()) {
      kinds.add(part.getClass());
    }
    kinds.add(dev.antiphon.message.AudioPart.class);

    for (Class<?> kind : MessagePart.class.getPermittedSubclasses()) {
      assertThat(kinds).anyMatch(kind::isAssignableFrom);
    }
    assertThat(kinds).contains(DataPart.class);
  }

  private static ToolCallPart.Builder call() {
    return ToolCallPart.builder(new ToolCallId("c"), "tool");
  }

  private static Message message(MessagePart... parts) {
    return Message.builder(new MessageId("m"), Role.ASSISTANT, Instant.EPOCH)
        .content(List.of(parts))
        .build();
  }
}
