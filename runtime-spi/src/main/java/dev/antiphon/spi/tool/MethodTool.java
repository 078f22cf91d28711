package dev.antiphon.spi.tool;

import dev.antiphon.tool.ApprovalPolicy;
import dev.antiphon.tool.ArgumentsCheck;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolCall;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes tools of the methods of an object that are annotated with {@link ToolMethod}. */
final class MethodTool {

  private final Object target;
  private final Method method;
  private final String name;
  private final List<MethodArgument> arguments;

  private MethodTool(Object target, Method method, String name) {
    this.target = target;
    this.method = method;
    this.name = name;
    this.arguments = Arrays.stream(method.getParameters())
        .filter(parameter -> !isCall(parameter))
        .map(MethodArgument::of)
        .toList();
  }

  /** Returns the tools of an object, in the order of their names. */
  static List<Tool> all(Object target) {
    Map<String, Method> methods = new TreeMap<>();
    for (Method method : declared(target.getClass())) {
      ToolMethod declared = method.getAnnotation(ToolMethod.class);
      if (declared != null) {
        Method other = methods.putIfAbsent(nameOf(method, declared), method);
        if (other != null) {
          throw new IllegalArgumentException(
              "Two tool methods are named '%s': %s and %s. Give one another name, as in @ToolMethod(name = \"...\")."
                  .formatted(nameOf(method, declared), other, method));
        }
      }
    }
    if (methods.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no method that is annotated with @ToolMethod. Annotate one."
              .formatted(target.getClass().getName()));
    }
    List<Tool> tools = new ArrayList<>();
    methods.forEach((name, method) -> tools.add(new MethodTool(target, method, name).tool()));
    return tools;
  }

  private static String nameOf(Method method, ToolMethod declared) {
    return declared.name().isEmpty() ? method.getName() : declared.name();
  }

  /** Returns the methods of a class and of those above it, without those that are overridden. */
  private static List<Method> declared(Class<?> type) {
    List<Method> methods = new ArrayList<>();
    Set<List<Object>> signatures = new HashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        List<Object> signature = List.of(method.getName(), List.of(method.getParameterTypes()));
        if (!method.isSynthetic()
            && (Modifier.isPrivate(method.getModifiers()) || signatures.add(signature))) {
          methods.add(method);
        }
      }
    }
    return methods;
  }

  private Tool tool() {
    ToolMethod declared = method.getAnnotation(ToolMethod.class);
    openUp();
    Map<String, Object> schema = ToolJson.object(RecordSchema.of(arguments));
    SchemaCheck schemaCheck = new SchemaCheck(schema);
    ArgumentsCheck check = (toolName, sent) -> {
      Map<String, Object> checked = schemaCheck.check(toolName, sent);
      arguments.forEach(argument -> argument.read(toolName, checked));
      return checked;
    };
    return Tool.builder(name, declared.value())
        .parameters(schema)
        .check(check)
        .idempotent(declared.idempotent())
        .approval(declared.needsApproval() ? ApprovalPolicy.ALWAYS : ApprovalPolicy.NEVER)
        .handler((checked, call) -> ToolJson.result(name, execute(checked, call)))
        .build();
  }

  private void openUp() {
    try {
      method.setAccessible(true);
    } catch (RuntimeException closed) {
      throw new IllegalArgumentException(
          "The tool method '%s' cannot be called. Make it and its class public, or open its package to dev.antiphon.spi."
              .formatted(method),
          closed);
    }
  }

  private @Nullable Object execute(Map<String, Object> checked, ToolCall call) throws Exception {
    List<@Nullable Object> values = new ArrayList<>();
    int next = 0;
    for (Parameter parameter : method.getParameters()) {
      values.add(isCall(parameter) ? call : arguments.get(next++).read(name, checked));
    }
    try {
      return method.invoke(target, values.toArray());
    } catch (InvocationTargetException failure) {
      Throwable thrown = failure.getCause();
      if (thrown instanceof Exception exception) {
        throw exception;
      } else if (thrown instanceof Error error) {
        throw error;
      }
      throw failure;
    }
  }

  private static boolean isCall(Parameter parameter) {
    return parameter.getType() == ToolCall.class;
  }
}
