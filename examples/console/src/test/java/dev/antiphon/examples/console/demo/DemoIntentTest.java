package dev.antiphon.examples.console.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoIntentTest {

  @ParameterizedTest(name = "{0}")
  @DisplayName("arithmetic in a message becomes a call of the calculator")
  @CsvSource({
    "What is 12*34?, 12*34",
    "What is 12 * 34 ?, 12 * 34",
    "compute (1+2)*3 please, (1+2)*3",
    "It is 1+1., 1+1",
    "-3+5, -3+5",
    "1/0, 1/0",
    "what is 12*?, 12*"
  })
  void calculator(String text, String expression) {
    assertThat(DemoIntent.of(text).calls())
        .containsExactly(
            new DemoIntent.Call(DemoTools.CALCULATOR, "{\"expression\":\"" + expression + "\"}"));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a message without arithmetic calls no calculator")
  @ValueSource(strings = {"hello", "note 2", "I have 3 - maybe", "version 1.5", "a-b", "", "(*)"})
  void noArithmetic(String text) {
    assertThat(DemoIntent.of(text).calls()).isEmpty();
  }

  @Test
  @DisplayName("several tools are called in one step, in a fixed order")
  void severalCalls() {
    DemoIntent intent = DemoIntent.of("Delete note 2, tell the time, and what is 2+2?");

    assertThat(intent.calls())
        .containsExactly(
            new DemoIntent.Call(DemoTools.CALCULATOR, "{\"expression\":\"2+2\"}"),
            new DemoIntent.Call(DemoTools.CLOCK, "{}"),
            new DemoIntent.Call(DemoTools.DELETE_NOTE, "{\"number\":2}"));
  }

  @Test
  @DisplayName("words are known in any case, and only as whole words")
  void words() {
    assertThat(DemoIntent.of("WHY is it?").reasons()).isTrue();
    assertThat(DemoIntent.of("Please Fail").isFailing()).isTrue();
    assertThat(DemoIntent.of("something long").isLong()).isTrue();
    assertThat(DemoIntent.of("sometimes belonging whyever failures")).isEqualTo(DemoIntent.of(""));
  }

  @Test
  @DisplayName("a long row of digits is read in no time")
  void longDigits() {
    assertThat(DemoIntent.of("1".repeat(1_000_000)).calls()).isEmpty();
  }
}
