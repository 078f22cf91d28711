package dev.antiphon.spi.tool;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a tool method: an argument of the call.
 *
 * @param name its name
 * @param type what its value is, without an {@code Optional} around it
 * @param optional how the value is wrapped
 * @param isNullable whether the method gets null if the argument is not there
 * @param description what it is, or {@code null}
 */
record MethodArgument(
    String name,
    Type type,
    Wrapping optional,
    boolean isNullable,
    @Nullable String description) {

  /** How the value of an argument reaches the method. */
  enum Wrapping {
    /** As it is. */
    NONE(null),
    /** In an {@code Optional}. */
    OPTIONAL(Optional.empty()),
    /** In an {@code OptionalInt}. */
    INT(OptionalInt.empty()),
    /** In an {@code OptionalLong}. */
    LONG(OptionalLong.empty()),
    /** In an {@code OptionalDouble}. */
    DOUBLE(OptionalDouble.empty());

    @SuppressWarnings("ImmutableEnumChecker") // an empty optional never changes
    private final @Nullable Object absent;

    Wrapping(@Nullable Object absent) {
      this.absent = absent;
    }

    Object wrapped(Object value) {
      return switch (this) {
        case NONE -> value;
        case OPTIONAL -> Optional.of(value);
        case INT -> OptionalInt.of((Integer) value);
        case LONG -> OptionalLong.of((Long) value);
        case DOUBLE -> OptionalDouble.of((Double) value);
      };
    }
  }

  static MethodArgument of(Parameter parameter) {
    if (!parameter.isNamePresent()) {
      throw new IllegalArgumentException(
          "The parameters of tool method '%s' have no names. Compile its class with the option -parameters."
              .formatted(parameter.getDeclaringExecutable()));
    }
    Doc doc = parameter.getAnnotation(Doc.class);
    Wrapping optional = wrapping(parameter.getType());
    return new MethodArgument(
        parameter.getName(),
        unwrapped(parameter.getParameterizedType(), optional),
        optional,
        isNullable(parameter),
        doc == null ? null : doc.value());
  }

  private static Wrapping wrapping(Class<?> type) {
    if (type == Optional.class) {
      return Wrapping.OPTIONAL;
    } else if (type == OptionalInt.class) {
      return Wrapping.INT;
    } else if (type == OptionalLong.class) {
      return Wrapping.LONG;
    }
    return type == OptionalDouble.class ? Wrapping.DOUBLE : Wrapping.NONE;
  }

  private static Type unwrapped(Type declared, Wrapping optional) {
    return switch (optional) {
      case NONE -> declared;
      case OPTIONAL ->
        declared instanceof ParameterizedType of ? of.getActualTypeArguments()[0] : Object.class;
      case INT -> int.class;
      case LONG -> long.class;
      case DOUBLE -> double.class;
    };
  }

  boolean isRequired() {
    return optional == Wrapping.NONE && !isNullable;
  }

  /** Returns what the method gets; InvalidArgumentsException says why the value will not do. */
  @Nullable
  Object read(String toolName, Map<String, Object> arguments) {
    Object value = arguments.get(name);
    return value == null
        ? optional.absent
        : optional.wrapped(ToolJson.argument(toolName, name, value, type));
  }

  /** Any annotation of this name counts, as long as it is there at run time. */
  private static boolean isNullable(Parameter parameter) {
    return Stream.<AnnotatedElement>of(parameter, parameter.getAnnotatedType())
        .flatMap(element -> Stream.of(element.getAnnotations()))
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
  }
}
