package dev.antiphon.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source that notes every statement and commit, and fails where a test says. */
final class ObservedDataSource {

  static final String COMMIT = "commit";

  /** Says whether an act fails before it is done, or seems to fail although it was done. */
  @FunctionalInterface
  interface Fault {
    @Nullable
    SQLException before(String act);

    default @Nullable SQLException after(String act) {
      return null;
    }
  }

  private final DataSource target;
  private final List<String> acts = Collections.synchronizedList(new ArrayList<>());
  private final List<Object> queryTimeouts = Collections.synchronizedList(new ArrayList<>());
  private volatile Fault fault = act -> null;

  ObservedDataSource(DataSource target) {
    this.target = target;
  }

  DataSource dataSource() {
    return wrap(
        DataSource.class,
        target,
        (call, result) -> result instanceof Connection connection ? observed(connection) : result,
        call -> null);
  }

  /** Returns the SQL of each execution and each commit since the last call. */
  List<String> takeActs() {
    List<String> taken = List.copyOf(acts);
    acts.clear();
    return taken;
  }

  List<Object> queryTimeouts() {
    return List.copyOf(queryTimeouts);
  }

  void failWith(Fault newFault) {
    fault = newFault;
  }

  private Connection observed(Connection connection) {
    return wrap(
        Connection.class,
        connection,
        (call, result) -> result instanceof PreparedStatement statement
            ? observed(statement, String.valueOf(call.arguments().get(0)))
            : result,
        call -> call.method().equals("commit") ? COMMIT : null);
  }

  private PreparedStatement observed(PreparedStatement statement, String sql) {
    return wrap(
        PreparedStatement.class,
        statement,
        (call, result) -> {
          if (call.method().equals("setQueryTimeout")) {
            queryTimeouts.add(call.arguments().get(0));
          }
          return result;
        },
        call -> call.method().startsWith("execute") ? sql : null);
  }

  /** A call of a JDBC method. */
  private record Call(String method, List<Object> arguments) {}

  private interface After {
    Object apply(Call call, Object result);
  }

  private interface ActOf {
    @Nullable
    String apply(Call call);
  }

  private <T> T wrap(Class<T> type, T target, After after, ActOf actOf) {
    InvocationHandler handler = (proxy, method, arguments) -> {
      Call call =
          new Call(method.getName(), arguments == null ? List.of() : Arrays.asList(arguments));
      String act = actOf.apply(call);
      if (act != null) {
        acts.add(act);
        SQLException failure = fault.before(act);
        if (failure != null) {
          throw failure;
        }
      }
      try {
        Object result = after.apply(call, method.invoke(target, arguments));
        SQLException unheard = act == null ? null : fault.after(act);
        if (unheard != null) {
          throw unheard;
        }
        return result;
      } catch (InvocationTargetException failed) {
        throw failed.getCause();
      }
    };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
