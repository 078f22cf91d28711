package dev.antiphon.examples.console.demo;

import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tools of the demonstration: one that looks, one that counts, one that needs approval. */
final class DemoTools {

  static final String CALCULATOR = "calculator";
  static final String CLOCK = "clock";
  static final String DELETE_NOTE = "deleteNote";

  private static final DateTimeFormatter SPOKEN =
      DateTimeFormatter.ofPattern("HH:mm 'on' EEEE, d MMMM yyyy (VV)", Locale.ENGLISH);

  private DemoTools() {}

  /**
   * Returns the tools.
   *
   * @param time what the clock reads
   * @param zone where the clock hangs
   * @param notes what can be deleted
   */
  static List<Tool> all(InstantSource time, ZoneId zone, DemoNotes notes) {
    return List.of(calculator(), clock(time, zone), deleteNote(notes));
  }

  private static Tool calculator() {
    return Tool.builder(CALCULATOR, "Evaluates arithmetic such as (1.5+2)*3")
        .parameters(parameters("expression", "string"))
        .idempotent(true)
        .handler((arguments, call) -> {
          if (arguments.get("expression") instanceof String expression) {
            return Calculator.evaluate(expression);
          }
          throw missing("expression", "a text such as \"12*34\"");
        })
        .build();
  }

  private static Tool clock(InstantSource time, ZoneId zone) {
    return Tool.builder(CLOCK, "Tells the time and the date")
        .idempotent(true)
        .handler(
            (arguments, call) -> ZonedDateTime.ofInstant(time.instant(), zone).format(SPOKEN))
        .build();
  }

  private static Tool deleteNote(DemoNotes notes) {
    return Tool.builder(DELETE_NOTE, "Deletes one of the notes, which are numbered")
        .parameters(parameters("number", "integer"))
        .handler((arguments, call) -> {
          if (arguments.get("number") instanceof Number number) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("deleted", notes.delete(number.intValue()));
            result.put("left", notes.numbers());
            return result;
          }
          throw missing("number", "the number of a note");
        })
        .build()
        .needsApproval();
  }

  private static Map<String, Object> parameters(String name, String type) {
    return Map.of(
        "type",
        "object",
        "properties",
        Map.of(name, Map.of("type", type)),
        "required",
        List.of(name));
  }

  private static ToolException missing(String name, String expected) {
    return new ToolException("The argument '%s' is missing. Give %s.".formatted(name, expected));
  }
}
