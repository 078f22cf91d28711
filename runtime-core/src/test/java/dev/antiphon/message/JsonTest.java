package dev.antiphon.message;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {

  @Test
  @DisplayName("MSG-1: what comes in is copied, at every depth")
  void copies() {
    Map<String, Object> inner = new HashMap<>(Map.of("k", 1));
    List<Object> list = new ArrayList<>(List.of(inner));
    Map<String, Object> outer = new HashMap<>(Map.of("list", list));

    Map<String, Object> copy = Json.objectOf(outer, "args");
    inner.put("k", 2);
    list.add("more");
    outer.clear();

    assertThat(copy).isEqualTo(Map.of("list", List.of(Map.of("k", 1))));
  }

  @Test
  @DisplayName("MSG-1: a copy cannot be changed, at any depth, by no way")
  @SuppressWarnings("unchecked")
  void immutable() {
    Map<String, Object> copy = Json.objectOf(Map.of("list", List.of(Map.of("k", 1), 2)), "args");
    List<Object> list = (List<Object>) copy.get("list");
    Map<String, Object> inner = (Map<String, Object>) requireNonNull(list).get(0);

    assertThatThrownBy(() -> copy.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> copy.entrySet().iterator().next().setValue(1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> copy.keySet().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.add(1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.subList(0, 1).clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> inner.remove("k")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @DisplayName(
      "MSG-1: null, booleans, numbers, strings, lists and maps are JSON, with nulls inside")
  void accepts() {
    Map<String, @Nullable Object> object = new HashMap<>();
    object.put("null", null);
    object.put("list", Arrays.asList(null, true, "", 0));

    Map<String, Object> copy = Json.objectOf(object, "data");

    assertThat(copy).isEqualTo(object);
    assertThat(Json.copyOf(null, "data")).isNull();
    assertThat(copy.containsKey("null")).isTrue();
    assertThat(copy.containsKey("absent")).isFalse();
    assertThat(copy.get("null")).isNull();
    assertThat(Json.copyOf(copy, "again")).isSameAs(copy);
  }

  @Test
  @DisplayName("MSG-1: one list in two places is no cycle")
  void sharedIsFine() {
    List<Object> shared = List.of(1);

    assertThat(Json.copyOf(List.of(shared, shared), "data")).isEqualTo(List.of(shared, shared));
  }

  static Stream<Arguments> refused() {
    List<Object> cyclicList = new ArrayList<>();
    cyclicList.add(Map.of("deep", cyclicList));
    Map<String, Object> cyclicMap = new HashMap<>();
    cyclicMap.put("self", cyclicMap);
    Object deep = 1;
    for (int i = 0; i < 201; i++) {
      deep = List.of(deep);
    }
    return Stream.of(
        Arguments.of("NaN", Double.NaN),
        Arguments.of("infinity", Double.POSITIVE_INFINITY),
        Arguments.of("float infinity", Float.NEGATIVE_INFINITY),
        Arguments.of("float NaN", Float.NaN),
        Arguments.of("cyclic list", cyclicList),
        Arguments.of("cyclic map", cyclicMap),
        Arguments.of("number keys", Map.of(1, 2)),
        Arguments.of("null key", Collections.singletonMap(null, 2)),
        Arguments.of("object", new Object()),
        Arguments.of("character", 'c'),
        Arguments.of("set", Set.of(1)),
        Arguments.of("array", new int[] {1}),
        Arguments.of("other number", new AtomicInteger(1)),
        Arguments.of("too deep", deep));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  @DisplayName(
      "MSG-1: anything else is refused with InvalidMessageException naming where it stands")
  void refuses(String what, Object value) {
    assertThatThrownBy(() -> Json.copyOf(Map.of("inner", List.of(value)), "args"))
        .as(what)
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("'args.inner[0]");
  }

  @Test
  @DisplayName("MSG-1: 200 levels are the limit, also where immutable values are put into others")
  void depth() {
    Object deep = "leaf";
    for (int i = 0; i < 200; i++) {
      deep = Json.copyOf(i % 2 == 0 ? List.of(deep) : Map.of("k", deep), "data");
    }
    Object deepest = requireNonNull(deep);

    assertThat(Json.copyOf(deepest, "data")).isSameAs(deepest);
    assertThatThrownBy(() -> Json.copyOf(List.of(deepest), "data"))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("deeper than 200");
  }

  static Stream<Arguments> numbers() {
    BigInteger large = BigInteger.TWO.pow(80);
    return Stream.of(
        Arguments.of((byte) 1, 1),
        Arguments.of((short) 1, 1),
        Arguments.of(1L, 1),
        Arguments.of(1L << 40, 1L << 40),
        Arguments.of(BigInteger.ONE, 1),
        Arguments.of(BigInteger.valueOf(1L << 40), 1L << 40),
        Arguments.of(large, large),
        Arguments.of(1.5f, 1.5),
        Arguments.of(0.1f, 0.1),
        Arguments.of(1.0, 1.0),
        Arguments.of(new BigDecimal("0.10"), 0.1),
        Arguments.of(
            new BigDecimal("0.12345678901234567890"), new BigDecimal("0.1234567890123456789")),
        Arguments.of(
            new BigDecimal("12345678901234567890123"), new BigInteger("12345678901234567890123")),
        Arguments.of(new BigDecimal("9007199254740993"), 9007199254740993L),
        Arguments.of(new BigDecimal("1E+400"), new BigDecimal("1E+400")));
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @MethodSource("numbers")
  @DisplayName("MSG-1: numbers are brought into the one form that storage gives back")
  void canonicalNumbers(Number given, Number expected) {
    assertThat(Json.copyOf(given, "n")).isEqualTo(expected);
  }
}
