package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.cloud.FakeThreads.Row;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.spi.json.AuiV0Json;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tree.MessageItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows as the encoder of assistant-ui made them. */
class FrontEndRowsTest {

  private static final ThreadKey THREAD = new ThreadKey("ada", "plans");
  private static final JacksonJson JSON = new JacksonJson();

  private final CloudWorld world = new CloudWorld();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  static Stream<Arguments> samples() throws IOException {
    try (InputStream file = FrontEndRowsTest.class.getResourceAsStream("aui-v0.json")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return object(JSON.parse(text)).entrySet().stream()
          .map(sample ->
              Arguments.of(sample.getKey(), object(object(sample.getValue()).get("encoded"))));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  @DisplayName("HIST-14, HIST-16: what a front end wrote is loaded, and stays what it can read")
  void roundTrip(String name, Map<String, Object> encoded) {
    CloudThreadHistory history = new CloudThreadHistory(world.client());
    new CloudThreadList(world.client()).initialize(THREAD);
    Row row = world.cloud.data.only("ada");
    String id = world.cloud.data.put(row, null, AuiV0Json.FORM, encoded);
    Instant createdAt = Instant.parse(String.valueOf(row.messages.get(0).get("created_at")));

    List<StoredMessage> loaded = history.load(THREAD).items();
    MessageItem item = ((StoredMessage.Intact) loaded.get(0)).item();
    history.write(
        THREAD, new HistoryBatch(ThreadRevision.UNKNOWN, List.of(new HistoryEntry.Update(item))));

    Message expected = new AuiV0Json().decode(encoded, new MessageId(id), createdAt);
    assertThat(item.message()).as(name).isEqualTo(expected);
    assertThat(row.messages).hasSize(1);
    Map<String, Object> stored = object(row.messages.get(0).get("content"));
    assertThat(new AuiV0Json().decode(withoutEntry(stored), new MessageId(id), createdAt))
        .isEqualTo(expected);
    assertThat(stored.get("content")).isEqualTo(new AuiV0Json().encode(expected).get("content"));
    assertThat(new CloudThreadHistory(world.client()).load(THREAD).items()).isEqualTo(loaded);
  }

  private static Map<String, Object> withoutEntry(Map<String, Object> content) {
    Map<String, Object> metadata = new LinkedHashMap<>(object(content.get("metadata")));
    Map<String, Object> custom = new LinkedHashMap<>(object(metadata.get("custom")));
    custom.remove(RowContent.ENTRY);
    metadata.put("custom", custom);
    Map<String, Object> plain = new LinkedHashMap<>(content);
    plain.put("metadata", metadata);
    return plain;
  }
}
