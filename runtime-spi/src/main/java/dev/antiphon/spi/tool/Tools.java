package dev.antiphon.spi.tool;

import static java.util.Objects.requireNonNull;

import dev.antiphon.tool.ArgumentsCheck;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolHandler;
import java.util.List;
import java.util.Map;

/**
 * Makes tools whose arguments are checked against a JSON Schema before the handler is called.
 *
 * <pre>{@code
 * record Place(@Doc("city and state") String location, Unit unit) {}
 * Tool weather = Tools.typed("getWeather", "Current weather of a place", Place.class,
 *     (place, call) -> forecast(place));
 * }</pre>
 *
 * <p>Schemas are made by victools and checked by networknt, both on Jackson 2.
 */
public final class Tools {

  private Tools() {}

  /**
   * Makes a tool whose arguments are a record. Its schema requires every component but those that
   * are {@code Optional} or {@code @Nullable}, and allows no others; {@link Doc} describes them.
   * What the record's constructor refuses with an exception is an invalid argument too.
   *
   * @param name its name
   * @param description what it does, for the model
   * @param arguments the record
   * @param handler what it does
   * @param <A> the record
   */
  public static <A extends Record> Tool typed(
      String name, String description, Class<A> arguments, TypedToolHandler<? super A> handler) {
    requireNonNull(handler, "handler");
    Map<String, Object> schema = ToolJson.object(RecordSchema.of(arguments));
    SchemaCheck schemaCheck = new SchemaCheck(schema);
    ArgumentsCheck check = (toolName, sent) -> {
      Map<String, Object> checked = schemaCheck.check(toolName, sent);
      ToolJson.arguments(toolName, checked, arguments);
      return checked;
    };
    return Tool.builder(name, description)
        .parameters(schema)
        .check(check)
        .handler((checked, call) -> ToolJson.result(
            name, handler.execute(ToolJson.arguments(name, checked, arguments), call)))
        .build();
  }

  /**
   * Makes a tool of each method of an object that is annotated with {@link ToolMethod}.
   *
   * <pre>{@code
   * class Notes {
   *   @ToolMethod("Notes something down")
   *   Note add(@Doc("what to note") String text, Optional<LocalDate> due) { … }
   *
   *   @ToolMethod(value = "Deletes a note", needsApproval = true)
   *   void delete(int number, ToolCall call) { … }
   * }
   * List<Tool> tools = Tools.ofMethods(new Notes());
   * }</pre>
   *
   * <p>Methods of the classes above count too, unless they are overridden. The schema allows no
   * other arguments. Classes have to be compiled with {@code -parameters}.
   *
   * @param target whose methods are called, several at a time and on threads of the runtime
   * @return the tools, in the order of their names
   * @throws IllegalArgumentException if there is no such method, two have the same name, names of
   *     parameters are missing, or a method cannot be called
   */
  public static List<Tool> ofMethods(Object target) {
    return MethodTool.all(requireNonNull(target, "target"));
  }

  /**
   * Makes a tool whose arguments are any JSON object that fits a schema.
   *
   * @param name its name
   * @param description what it does, for the model
   * @param schema the JSON Schema of its arguments
   * @param handler what it does; its result may be anything that Jackson writes as JSON
   * @throws IllegalArgumentException if the schema is none, or refers to something outside
   */
  public static Tool json(
      String name, String description, Map<String, ?> schema, ToolHandler handler) {
    requireNonNull(handler, "handler");
    return Tool.builder(name, description)
        .parameters(schema)
        .check(new SchemaCheck(schema))
        .handler((checked, call) -> ToolJson.result(name, handler.execute(checked, call)))
        .build();
  }
}
