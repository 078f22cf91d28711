package dev.antiphon.examples.console.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.tool.ToolException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalculatorTest {

  @ParameterizedTest(name = "{0} = {1}")
  @DisplayName("expressions have the value that arithmetic gives them")
  @CsvSource({
    "12*34, 408",
    "1+2*3, 7",
    "(1+2)*3, 9",
    "2*(3+(4-1))/6, 2",
    "10-3-2, 5",
    "8/4/2, 1",
    "-3+5, 2",
    "2*-3, -6",
    "--4, 4",
    "0.1+0.2, 0.3",
    "1.50*2, 3",
    ".5+.5, 1",
    "100, 100",
    "1-1, 0",
    "1/8, 0.125",
    "1/3, 0.3333333333333333333333333333333333",
    "' 6 / ( 1 + 2 ) ', 2",
    "99999999999999999999*10, 999999999999999999990"
  })
  void values(String expression, String value) {
    assertThat(Calculator.evaluate(expression)).isEqualTo(value);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("what is no arithmetic is refused, with what was expected and where")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\", a number, 1",
        "12*, a number, 4",
        "(1+2, \"')'\", 5",
        "1+2), an operator or the end, 4",
        "1..2, a number, 1",
        "2 3, an operator or the end, 3",
        "2**3, a number, 3",
        "\"1,5\", an operator or the end, 2"
      })
  void syntaxErrors(String expression, String expected, int position) {
    assertThatThrownBy(() -> Calculator.evaluate(expression))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("expected " + expected)
        .hasMessageContaining("at character " + position + ",");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a division by zero is refused")
  @CsvSource({"1/0", "5/(2-2)", "0/0.0"})
  void divisionByZero(String expression) {
    assertThatThrownBy(() -> Calculator.evaluate(expression))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("divide by zero");
  }

  @ParameterizedTest(name = "{0} characters")
  @DisplayName("an expression that is too long is refused, however it is nested")
  @CsvSource({"201", "100000"})
  void tooLong(int length) {
    assertThatThrownBy(() -> Calculator.evaluate("(".repeat(length)))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("200 are allowed");
  }
}
