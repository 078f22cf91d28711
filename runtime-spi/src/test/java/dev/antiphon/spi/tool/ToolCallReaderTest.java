package dev.antiphon.spi.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.antiphon.spi.json.JacksonJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallReaderTest {

  private static final FieldState PENDING = new FieldState.Pending();
  private static final FieldState ABSENT = new FieldState.Absent();

  private final ToolCallReader reader = new ToolCallReader();
  private final List<@Nullable Object> heard = new ArrayList<>();

  /** Writes down what it hears. */
  private final FieldListener listener = new FieldListener() {
    @Override
    public void present(@Nullable Object value) {
      heard.add(value);
    }

    @Override
    public void absent() {
      heard.add("(absent)");
    }
  };

  private static FieldState present(@Nullable Object value) {
    return new FieldState.Present(value);
  }

  @Test
  @DisplayName("TOOL-22: a field is told as soon as it is complete, while the rest still comes")
  void fieldWhenComplete() {
    reader.onField(List.of("city"), listener);

    reader.append("{\"city\":\"Par");
    assertThat(heard).isEmpty();
    assertThat(reader.field(List.of("city"))).isEqualTo(PENDING);
    reader.append("is\"");

    assertThat(heard).containsExactly("Paris");
    assertThat(reader.field(List.of("city"))).isEqualTo(present("Paris"));
  }

  @Test
  @DisplayName("TOOL-22: a reader that comes late is told a complete field at once, and once")
  void lateField() {
    reader.append("{\"city\":\"Paris\",\"days\":3");

    reader.onField(List.of("city"), listener);
    reader.append("}");
    reader.complete();

    assertThat(heard).containsExactly("Paris");
  }

  @Test
  @DisplayName(
      "TOOL-22: a path of names leads to a field within a field before the outer is closed")
  void nestedField() {
    reader.onField(List.of("trip", "to", "city"), listener);
    reader.onField(List.of("trip", "to", "zip"), listener);

    reader.append("{\"trip\":{\"to\":{\"city\":\"Rome\",");

    assertThat(heard).containsExactly("Rome");
    assertThat(reader.field(List.of("trip"))).isEqualTo(PENDING);
    reader.append("\"x\":[{\"zip\":1}]}");
    assertThat(heard).containsExactly("Rome", "(absent)");
    reader.append("}}");
    assertThat(reader.field(List.of("trip")))
        .isEqualTo(present(Map.of("to", Map.of("city", "Rome", "x", List.of(Map.of("zip", 1))))));
  }

  @Test
  @DisplayName("TOOL-22: a field that is null is present, one that never came is absent")
  void nullIsNotAbsent() {
    reader.onField(List.of("limit"), listener);
    reader.onField(List.of("note"), listener);

    reader.append("{\"limit\":null");
    assertThat(reader.field(List.of("note"))).isEqualTo(PENDING);
    reader.append("}");
    reader.complete();

    assertThat(heard).containsExactly(null, "(absent)");
    assertThat(reader.field(List.of("limit"))).isEqualTo(present(null));
    assertThat(reader.field(List.of("note"))).isEqualTo(ABSENT);
  }

  @Test
  @DisplayName("TOOL-22: whoever asks for an absent field after the end is told so at once")
  void lateAbsent() {
    reader.append("{\"a\":{\"b\":1}}");
    reader.complete();

    reader.onField(List.of("other"), listener);
    reader.onField(List.of("a", "c"), listener);
    reader.onField(List.of("a", "b", "c"), listener);

    assertThat(heard).containsExactly("(absent)", "(absent)", "(absent)");
  }

  @Test
  @DisplayName("TOOL-22: a string is told as it grows, decoded, in whole characters")
  void growingText() {
    reader.onText(List.of("body"), heard::add);

    for (String delta : List.of(
        "{\"body\":\"Hel",
        "lo\\",
        "n\\u00",
        "e9",
        "\ud83d",
        "\ude00",
        "\\ud83d",
        "\\ude01\\\"",
        "\",\"x\":\"no\"}")) {
      reader.append(delta);
    }

    assertThat(heard).containsExactly("Hel", "lo", "\n", "é", "\ud83d\ude00", "\ud83d\ude01\"");
    assertThat(reader.field(List.of("body")))
        .isEqualTo(present("Hello\né\ud83d\ude00\ud83d\ude01\""));
  }

  @Test
  @DisplayName("TOOL-22: a late reader first gets all text so far, then what follows")
  void lateText() {
    reader.append("{\"body\":\"Dear ");
    reader.append("B");

    reader.onText(List.of("body"), heard::add);
    reader.append("ob\"}");
    reader.onText(List.of("body"), heard::add);

    assertThat(heard).containsExactly("Dear B", "ob", "Dear Bob");
  }

  @Test
  @DisplayName("TOOL-22: each element is told once when it is complete, earlier ones first if late")
  void elements() {
    List<@Nullable Object> late = new ArrayList<>();
    reader.onElement(List.of("tags"), heard::add);

    reader.append("{\"tags\":[1,{\"a\":[true]},\"thr");
    assertThat(heard).containsExactly(1, Map.of("a", List.of(true)));
    reader.onElement(List.of("tags"), late::add);
    reader.append("ee\",null]}");
    reader.complete();

    assertThat(heard).containsExactly(1, Map.of("a", List.of(true)), "three", null);
    assertThat(late).isEqualTo(heard);
  }

  @Test
  @DisplayName("TOOL-22: who joins from within a listener hears nothing twice")
  void joinsWithin() {
    List<@Nullable Object> inner = new ArrayList<>();
    reader.onElement(List.of("tags"), first -> {
      if (heard.isEmpty()) {
        reader.onElement(List.of("tags"), inner::add);
      }
      heard.add(first);
    });

    reader.append("{\"tags\":[\"a\",\"b\"]}");

    assertThat(heard).containsExactly("a", "b");
    assertThat(inner).containsExactly("a", "b");
  }

  @Test
  @DisplayName("TOOL-22: byte by byte gives the same as the whole text, for every kind of value")
  void byteByByte() {
    String text =
        " {\"a\\n\":-12.50,\"b\":[1e3,[],{}],\"é\ud83d\ude00\":{\"c\":true,\"d\":\"\\\\\\\"\\/\\u0000\\ud83d\"},"
            + "\"e\":123456789012345678901234567890,\"f\":\"\ud800 lone\",\"g\":-0.0} \n";

    for (int i = 0; i < text.length(); i++) {
      reader.append(text.substring(i, i + 1));
    }
    reader.complete();

    assertThat(reader.problem()).isEmpty();
    assertThat(reader.field(List.of())).isEqualTo(present(new JacksonJson().parse(text)));
    assertThat(reader.field(List.of("a\n"))).isEqualTo(present(new BigDecimal("-12.50")));
  }

  @Test
  @DisplayName("TOOL-22: a megabyte in 100,000 deltas costs one pass")
  void linear() {
    StringBuilder text = new StringBuilder();
    int[] elements = new int[1];
    reader.onText(List.of("body"), text::append);
    reader.onElement(List.of("tags"), tag -> elements[0]++);

    reader.append("{\"body\":\"");
    for (int i = 0; i < 50_000; i++) {
      reader.append("0123456789");
    }
    reader.append("\",\"tags\":[0");
    for (int i = 0; i < 50_000; i++) {
      reader.append(",\"3456789\"");
    }
    reader.append("]}");
    reader.complete();

    assertThat(reader.problem()).isEmpty();
    assertThat(text).hasSize(500_000);
    assertThat(elements[0]).isEqualTo(50_001);
  }

  @Test
  @DisplayName("TOOL-23: only the top-level key still open is streaming")
  void onlyOpenKeyStreams() {
    reader.append("{\"a\":1,\"b\":{\"c\":\"x\",\"d\"");

    assertThat(reader.arguments())
        .isEqualTo(Map.of("a", ArgumentStatus.COMPLETE, "b", ArgumentStatus.STREAMING));
    assertThat(reader.status("b")).contains(ArgumentStatus.STREAMING);
    assertThat(reader.status("c")).isEmpty();
    reader.append(":2}");
    assertThat(reader.status("b")).contains(ArgumentStatus.COMPLETE);
  }

  @Test
  @DisplayName("TOOL-23: none is streaming once the part is not running, even if cut in the middle")
  void noneStreamsAfterwards() {
    reader.onField(List.of("a"), listener);
    reader.append("{\"a\":\"cut he");

    reader.abort();
    reader.append("re\"}");

    assertThat(reader.arguments()).isEqualTo(Map.of("a", ArgumentStatus.COMPLETE));
    assertThat(reader.isEnded()).isTrue();
    assertThat(reader.problem()).isEmpty();
    assertThat(heard).containsExactly("(absent)");
  }

  @Test
  @DisplayName("TOOL-22: what came of a cut field stays readable as text and elements")
  void cutStaysReadable() {
    ToolCallReader other = new ToolCallReader();
    reader.append("{\"a\":\"cut he");
    other.append("{\"a\":[1,2");
    reader.abort();
    other.abort();

    reader.onText(List.of("a"), heard::add);
    other.onElement(List.of("a"), heard::add);

    assertThat(heard).containsExactly("cut he", 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"secret\":\"secret\" \"secret\"",
        "{\"secret\":1,\"secret\":2}",
        "{\"secret\":secret}",
        "{\"secret\":\"\\secret\"}",
        "{\"secret\":1}\"secret\"",
        "{\"secret\":1} {}",
        "[\"secret\"]",
        "\"secret\"",
        "{\"secret\":1e999999}",
        "\ud800{\"secret\":1}",
        "{\"secret\":\"\\\ud800\"}",
        "{\"secret\":\"sec",
      })
  @DisplayName(
      "TOOL-22: text that is not one JSON object ends the reader with a problem that quotes nothing")
  void malformed(String text) {
    reader.onField(List.of("missing"), listener);

    reader.append(text);
    reader.append("}");
    reader.complete();

    assertThat(reader.problem())
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("line 1").doesNotContain("secret"));
    assertThat(reader.isEnded()).isTrue();
    assertThat(heard).containsExactly("(absent)");
    assertThat(reader.arguments().values()).doesNotContain(ArgumentStatus.STREAMING);
  }

  @ParameterizedTest
  @CsvSource({"''", "' '"})
  @DisplayName("TOOL-22: a call without argument text has absent fields and no problem")
  void blank(String text) {
    reader.onField(List.of("a"), listener);

    reader.append(text);
    reader.complete();
    reader.complete();

    assertThat(reader.problem()).isEmpty();
    assertThat(heard).containsExactly("(absent)");
  }

  @Test
  @DisplayName("what a listener throws comes out after the whole delta was read")
  void throwingListener() {
    IllegalArgumentException second = new IllegalArgumentException("second");
    reader.onField(List.of("a"), value -> {
      throw new IllegalArgumentException("first");
    });
    reader.onField(List.of("a"), value -> {
      throw second;
    });
    reader.onField(List.of("b"), listener);

    assertThatThrownBy(() -> reader.append("{\"a\":1,\"b\":2}"))
        .hasMessage("first")
        .hasSuppressedException(second);

    reader.complete();
    assertThat(heard).containsExactly(2);
  }

  @Test
  @DisplayName("a listener that feeds the reader is refused")
  void feedingListener() {
    Consumer<@Nullable Object> feeding = element -> reader.append("2");
    reader.append("{\"a\":[1,");

    assertThatThrownBy(() -> reader.onElement(List.of("a"), feeding))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("after the listener returned");
  }

  @Test
  @DisplayName("the values told cannot be changed")
  void unmodifiable() {
    reader.append("{\"a\":{\"b\":[1]}}");

    reader.onField(
        List.of("a", "b"), list -> assertThat(list).asInstanceOf(LIST).isUnmodifiable());
    reader.onField(List.of("a"), object -> assertThat(object).asInstanceOf(MAP).isUnmodifiable());
  }
}
