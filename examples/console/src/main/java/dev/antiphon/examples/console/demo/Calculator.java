package dev.antiphon.examples.console.demo;

import dev.antiphon.tool.ToolException;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Evaluates arithmetic: decimal numbers, {@code + - * /}, signs and parentheses, with the usual
 * precedence. Division is exact or rounded to 34 digits. For one expression and one thread.
 */
final class Calculator {

  private static final int MAX_LENGTH = 200;

  private final String expression;
  private int position;

  private Calculator(String expression) {
    this.expression = expression;
  }

  /**
   * Returns the value of an expression, written plainly: {@code 408}, {@code 0.5}.
   *
   * @param expression up to 200 characters
   * @throws ToolException if it is longer, is no arithmetic, or divides by zero
   */
  static String evaluate(String expression) {
    if (expression.length() > MAX_LENGTH) {
      throw new ToolException("The expression has %d characters, but %d are allowed. Shorten it."
          .formatted(expression.length(), MAX_LENGTH));
    }
    Calculator calculator = new Calculator(expression);
    BigDecimal value = calculator.sum();
    if (calculator.peek() != '\0') {
      throw calculator.unexpected("an operator or the end");
    }
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private BigDecimal sum() {
    BigDecimal value = product();
    while (true) {
      if (accept('+')) {
        value = value.add(product());
      } else if (accept('-')) {
        value = value.subtract(product());
      } else {
        return value;
      }
    }
  }

  private BigDecimal product() {
    BigDecimal value = factor();
    while (true) {
      if (accept('*')) {
        value = value.multiply(factor());
      } else if (accept('/')) {
        value = quotient(value, factor());
      } else {
        return value;
      }
    }
  }

  private BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
    if (divisor.signum() == 0) {
      throw new ToolException(
          "Cannot divide by zero in '%s'. Change the divisor.".formatted(expression));
    }
    return dividend.divide(divisor, MathContext.DECIMAL128);
  }

  private BigDecimal factor() {
    if (accept('-')) {
      return factor().negate();
    }
    if (accept('+')) {
      return factor();
    }
    if (accept('(')) {
      BigDecimal value = sum();
      if (!accept(')')) {
        throw unexpected("')'");
      }
      return value;
    }
    return number();
  }

  private BigDecimal number() {
    peek();
    int start = position;
    while (position < expression.length() && isPartOfNumber(expression.charAt(position))) {
      position++;
    }
    try {
      return new BigDecimal(expression.substring(start, position));
    } catch (NumberFormatException noNumber) {
      position = start;
      throw unexpected("a number or '('");
    }
  }

  private static boolean isPartOfNumber(char character) {
    return (character >= '0' && character <= '9') || character == '.';
  }

  private boolean accept(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    position++;
    return true;
  }

  /** Skips blanks and returns the next character, or NUL at the end. */
  private char peek() {
    while (position < expression.length() && expression.charAt(position) == ' ') {
      position++;
    }
    return position < expression.length() ? expression.charAt(position) : '\0';
  }

  private ToolException unexpected(String expected) {
    String found = peek() == '\0' ? "the expression ends" : "there is '" + peek() + "'";
    return new ToolException("Cannot read '%s': expected %s at character %d, but %s. Correct it."
        .formatted(expression, expected, position + 1, found));
  }
}
