package dev.antiphon.spi.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.DataPart;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolInterrupt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuiV0JsonTest {

  private static final JacksonJson JSON = new JacksonJson();
  private static final Instant TIME = Instant.parse("2026-08-01T00:00:00Z");

  private final AuiV0Json aui = new AuiV0Json();

  /** What assistant-ui's own client made of eight messages: in, encoded, decoded. */
  static Stream<Arguments> samples() throws IOException {
    try (InputStream file = AuiV0JsonTest.class.getResourceAsStream("aui-v0.json")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return object(JSON.parse(text)).entrySet().stream()
          .map(sample -> Arguments.of(sample.getKey(), sample.getValue()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  @DisplayName("HIST-14, HIST-16: a message is encoded as assistant-ui encodes it, byte for byte")
  void encodes(String name, Map<String, Object> sample) {
    Message message = message(object(sample.get("in")));

    Map<String, Object> encoded = aui.encode(message);

    assertThat(sorted(encoded)).as(name).isEqualTo(sorted(sample.get("encoded")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  @DisplayName("HIST-14, HIST-16: a row is decoded as assistant-ui decodes it, byte for byte")
  void decodes(String name, Map<String, Object> sample) {
    Map<String, Object> decoded = object(object(sample.get("decoded")).get("message"));

    Message message = aui.decode(object(sample.get("encoded")), new MessageId("msg_1"), TIME);

    assertThat(sorted(JSON.parse(new ExchangeJson().write(message))))
        .as(name)
        .isEqualTo(sorted(decoded));
    assertThat(sorted(aui.encode(message))).isEqualTo(sorted(sample.get("encoded")));
  }

  @ParameterizedTest(name = "-Dantiphon.seed={0}")
  @MethodSource("dev.antiphon.spi.json.MessageJsonTest#seeds")
  @DisplayName("HIST-16: a message without declared losses comes back equal, of any other all else")
  void losses(long seed) {
    RandomMessages messages = RandomMessages.expressible(seed);
    for (int i = 0; i < 500; i++) {
      Message message = messages.next();

      Message read = aui.decode(aui.encode(message), message.id(), message.createdAt());

      assertThat(Kept.of(read))
          .as("seed %d, message %d: %s", seed, i, aui.losses(message))
          .isEqualTo(Kept.of(message));
      if (aui.losses(message).isEmpty()) {
        assertThat(Exchanged.of(read))
            .as("seed %d, message %d", seed, i)
            .isEqualTo(Exchanged.of(message));
      }
      assertThat(aui.losses(read)).isSubsetOf(AuiLoss.ARGUMENTS);
    }
  }

  @Test
  @DisplayName("HIST-16: the random messages reach every declared loss")
  void everyLoss() {
    // One seed for ever: a rare loss may be missing in 500 messages of another one.
    RandomMessages messages = RandomMessages.expressible(1);
    EnumSet<AuiLoss> seen = EnumSet.noneOf(AuiLoss.class);
    for (int i = 0; i < 2_000; i++) {
      seen.addAll(aui.losses(messages.next()));
    }

    assertThat(seen).containsExactlyInAnyOrder(AuiLoss.values());
  }

  @Test
  @DisplayName("MSG-6: results, data and questions that are null, false, 0 or empty come back")
  void falsyValues() {
    List<MessagePart> parts = new ArrayList<>();
    for (Object value : new Object[] {null, false, 0, "", List.of(), Map.of()}) {
      parts.add(ToolCallPart.builder(new ToolCallId("c" + parts.size()), "tool")
          .argsText(TextView.of("{}"))
          .result(value)
          .interrupt(new ToolInterrupt(value))
          .build());
      parts.add(new DataPart("d", value));
    }
    Message message = assistant(parts);

    Message read = aui.decode(aui.encode(message), message.id(), TIME);

    assertThat(aui.losses(message)).isEmpty();
    assertThat(read).isEqualTo(message);
  }

  @Test
  @DisplayName("HIST-14: blank text and an image of any address stay in the cloud")
  void nothingIsDropped() {
    Message message = assistant(List.of(
        TextPart.of(" "), ReasoningPart.of(""), new ImagePart("http://example.org/", null, null)));

    assertThat(aui.decode(aui.encode(message), message.id(), TIME)).isEqualTo(message);
  }

  @Test
  @DisplayName("HIST-16: each loss of a message is declared")
  void declares() {
    Map<String, Object> provider = Map.of("openai", Map.of());
    Message message = assistant(List.of(
            TextPart.builder(TextView.of("a"))
                .status(Status.COMPLETE)
                .providerMetadata(provider)
                .build(),
            new ImagePart("https://example.org/", "a.png", null),
            new FilePart("AA==", "text/plain", null, null, provider, null),
            ToolCallPart.builder(new ToolCallId("c"), "tool")
                .args(Map.of("a", 1))
                .argsText(TextView.of("{\"a\":2}"))
                .artifact(null)
                .modelContent(List.of())
                .build()))
        .withStatus(Status.RUNNING);

    assertThat(aui.losses(message))
        .containsExactlyInAnyOrder(
            AuiLoss.RUNNING,
            AuiLoss.PART_STATUS,
            AuiLoss.PROVIDER_METADATA,
            AuiLoss.IMAGE_FILENAME,
            AuiLoss.ARGUMENTS,
            AuiLoss.ARTIFACT,
            AuiLoss.MODEL_CONTENT);
  }

  @Test
  @DisplayName("HIST-14: a row without status, or with a part of type data-NAME, is read")
  void tolerance() {
    Map<String, Object> content =
        Map.of("role", "assistant", "content", List.of(Map.of("type", "data-place", "data", 0)));

    Message message = aui.decode(content, new MessageId("m"), TIME);

    assertThat(message.status()).isEqualTo(Status.COMPLETE_UNKNOWN);
    assertThat(message.content()).containsExactly(new DataPart("place", 0));
  }

  @Test
  @DisplayName("HIST-14: what is no message is refused with the field")
  void refused() {
    List<Map<String, Object>> rows = List.of(
        Map.of(),
        Map.of("role", "tool", "content", List.of()),
        Map.of("role", "system", "content", List.of()),
        Map.of("role", "assistant", "content", 7),
        Map.of("role", "user", "content", List.of(), "status", Map.of("type", "running")));

    for (Map<String, Object> row : rows) {
      assertThatThrownBy(() -> aui.decode(row, new MessageId("m"), TIME))
          .as(row.toString())
          .isInstanceOf(MessageFormatException.class)
          .hasMessageStartingWith("Cannot read a message in the form aui/v0: Invalid message: '");
    }
  }

  private static Message assistant(List<MessagePart> parts) {
    return Message.builder(new MessageId("m"), Role.ASSISTANT, TIME)
        .content(parts)
        .status(Status.STOP)
        .build();
  }

  /** Reads a live message: what the browser holds as a pending file handle is no field of ours. */
  private static Message message(Map<String, Object> json) {
    return MessageInput.fromWholeJson(withoutFileHandles(json)).toMessage(new TestCompletion());
  }

  private static Map<String, Object> withoutFileHandles(Map<String, Object> message) {
    Map<String, Object> copy = new LinkedHashMap<>(message);
    copy.computeIfPresent(
        "attachments",
        (key, attachments) -> ((List<?>) attachments)
            .stream()
                .map(attachment -> {
                  Map<String, Object> kept = new HashMap<>(object(attachment));
                  kept.remove("file");
                  return kept;
                })
                .toList());
    return copy;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(@Nullable Object json) {
    return (Map<String, Object>) Objects.requireNonNull(json);
  }

  private static String sorted(@Nullable Object json) {
    return JSON.write(sort(json));
  }

  private static @Nullable Object sort(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, value) -> sorted.put((String) key, sort(value)));
      return sorted;
    }
    return json instanceof List<?> list
        ? new ArrayList<>(list.stream().map(AuiV0JsonTest::sort).toList())
        : json;
  }
}
