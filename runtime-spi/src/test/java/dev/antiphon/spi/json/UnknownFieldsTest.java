package dev.antiphon.spi.json;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.UnknownPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a newer assistant-ui writes and this version does not know. */
class UnknownFieldsTest {

  private static final MessageId ID = new MessageId("msg-1");

  private final JacksonJson values = new JacksonJson();
  private final ExchangeJson exchange = new ExchangeJson();
  private final AuiV0Json aui = new AuiV0Json();
  private final MessageJson antiphon = new MessageJson();

  @Test
  @DisplayName("HIST-14: a field that is not known survives in every object of an exported message")
  void exchangeKeepsThem() {
    Map<String, Object> newer = newerExport();

    Message read = readWhole(newer);

    assertThat(values.parse(exchange.write(read))).isEqualTo(newer);
    assertThat(read.unknownFields())
        .containsKeys(
            "",
            "/content/0",
            "/content/0/status",
            "/content/2/approval/options/1",
            "/content/2/modelContent/1",
            "/content/2/timing",
            "/status/error",
            "/metadata/steps/0/usage",
            "/metadata/submittedFeedback");
  }

  @Test
  @DisplayName("HIST-14: a field that is not known survives in every object of aui/v0")
  void cloudKeepsThem() {
    Map<String, Object> newer = newer(aui.encode(GoldenMessage.message()));

    Message read = aui.decode(newer, ID, TestCompletion.NOW);

    assertThat(aui.encode(read)).isEqualTo(newer);
  }

  @Test
  @DisplayName("HIST-9, HIST-16: what was not known survives antiphon/v1, so databases keep it")
  void storageKeepsThem() {
    Message read = readWhole(newerExport());

    Message stored = antiphon.read(antiphon.write(read));

    assertThat(stored).isEqualTo(read);
  }

  @Test
  @DisplayName("HIST-14: a message inside of a tool call keeps its own")
  void nestedMessages() {
    Message read = readWhole(newerExport());

    Message nested = requireNonNull(read.toolCalls().get(1).messages()).get(1);

    assertThat(nested.unknownFields())
        .containsKeys("", "/content/1/audio", "/attachments/0", "/attachments/0/status")
        .doesNotContainKey("/content/3");
    assertThat(read.unknownFields()).doesNotContainKey("/content/3/messages/1");
  }

  @Test
  @DisplayName("HIST-14: what the message has by now wins over a field that was not known")
  void knownFieldsWin() {
    Message message = readWhole(object(values.parse(exchange.write(GoldenMessage.message()))));

    Message changed = message.toBuilder()
        .unknownFields(Map.of("", Map.of("role", "x", "y", 1)))
        .build();

    assertThat(exchange.write(changed))
        .contains("\"role\":\"assistant\"")
        .contains("\"y\":1")
        .doesNotContain("\"role\":\"x\"");
  }

  @Test
  @DisplayName("HIST-14: what belongs to an object that is gone is not written elsewhere")
  void goneObjects() {
    Message message = GoldenMessage.message().toBuilder()
        .content(
            List.of(new UnknownPart("hologram", Map.of("type", "hologram")), TextPart.of("second")))
        .unknownFields(Map.of(
            "/content/0", Map.of("tone", "cold"),
            "/content/1", Map.of("tone", "warm"),
            "/content/2", Map.of("tone", "hot")))
        .build();

    String written = exchange.write(message);

    assertThat(written).contains("\"second\",\"tone\":\"warm\"").doesNotContain("cold", "hot");
  }

  private Map<String, Object> newerExport() {
    return newer(object(values.parse(exchange.write(GoldenMessage.message()))));
  }

  private static Message readWhole(Map<String, Object> json) {
    return MessageInput.fromWholeJson(json).toMessage(new TestCompletion());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(@Nullable Object json) {
    return (Map<String, Object>) requireNonNull(json);
  }

  /** Returns JSON in which each object has two fields more, one of them null. */
  private static Map<String, Object> newer(Map<String, Object> object) {
    Map<String, Object> more = new LinkedHashMap<>();
    object.forEach((key, value) -> more.put(key, newerValue(value)));
    more.put("unstable_new", null);
    more.put("unstable_object", Map.of("deep", List.of()));
    return more;
  }

  private static @Nullable Object newerValue(@Nullable Object json) {
    if (json instanceof Map) {
      return newer(object(json));
    }
    if (json instanceof List<?> list) {
      List<Object> more = new ArrayList<>();
      list.forEach(element -> more.add(newerValue(element)));
      return more;
    }
    return json;
  }
}
