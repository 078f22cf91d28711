package dev.antiphon.examples.console.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demonstration model makes of a message. It knows a few patterns and nothing else:
 *
 * <ul>
 *   <li>arithmetic such as {@code 12*34}: the tool {@code calculator};
 *   <li>the words {@code time} or {@code date}: the tool {@code clock};
 *   <li>{@code delete note 2}: the tool {@code deleteNote};
 *   <li>{@code think} or {@code why}: reasoning before the reply;
 *   <li>{@code long}: a reply of 400 words;
 *   <li>{@code fail}: a failure in the middle of the reply.
 * </ul>
 *
 * @param calls the tools to call, in order
 * @param reasons whether reasoning comes first
 * @param isLong whether the reply has 400 words
 * @param isFailing whether the reply fails
 */
record DemoIntent(List<Call> calls, boolean reasons, boolean isLong, boolean isFailing) {

  // Bounded, so that a long row of digits costs no more than its length.
  private static final Pattern ARITHMETIC =
      Pattern.compile("[-(]{0,9}\\d[\\d.]{0,40}[)\\s]{0,9}[-+*/][-+*/().\\d\\s]{0,199}");
  private static final Pattern SECOND_OPERAND = Pattern.compile(".*[-+*/]\\s*[-(\\s]*\\d.*|\\S+");
  private static final Pattern CLOCK = word("time|date");
  private static final Pattern DELETE_NOTE =
      Pattern.compile("\\bdelete\\s+note\\s+(\\d{1,6})", Pattern.CASE_INSENSITIVE);
  private static final Pattern REASONING = word("think|why");
  private static final Pattern LONG = word("long");
  private static final Pattern FAIL = word("fail");

  /**
   * A call to make.
   *
   * @param tool the tool's name
   * @param arguments its arguments: JSON text
   */
  record Call(String tool, String arguments) {}

  /** Copies the list. */
  DemoIntent {
    calls = List.copyOf(calls);
  }

  /**
   * Reads a message.
   *
   * @param text the message
   */
  static DemoIntent of(String text) {
    List<Call> calls = new ArrayList<>();
    Matcher arithmetic = ARITHMETIC.matcher(text);
    while (arithmetic.find() && calls.isEmpty()) {
      String expression =
          withoutFullStop(arithmetic.group().replaceAll("\\s", " ").strip());
      if (SECOND_OPERAND.matcher(expression).matches()) {
        // Digits, operators, parentheses and blanks only: nothing to escape.
        calls.add(new Call(DemoTools.CALCULATOR, "{\"expression\":\"" + expression + "\"}"));
      }
    }
    if (CLOCK.matcher(text).find()) {
      calls.add(new Call(DemoTools.CLOCK, "{}"));
    }
    Matcher deletion = DELETE_NOTE.matcher(text);
    if (deletion.find()) {
      int number = Integer.parseInt(deletion.group(1));
      calls.add(new Call(DemoTools.DELETE_NOTE, "{\"number\":" + number + "}"));
    }
    return new DemoIntent(
        calls,
        REASONING.matcher(text).find(),
        LONG.matcher(text).find(),
        FAIL.matcher(text).find());
  }

  private static String withoutFullStop(String expression) {
    return expression.endsWith(".") ? expression.substring(0, expression.length() - 1) : expression;
  }

  private static Pattern word(String words) {
    return Pattern.compile("\\b(?:" + words + ")\\b", Pattern.CASE_INSENSITIVE);
  }
}
