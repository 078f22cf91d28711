package dev.antiphon.jdbc;

import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells where a run has come to inside a transaction, by the statements of it. */
final class SteppedConnections implements ObservedDataSource.Fault {

  private final Consumer<CrashPoint> steps;
  private final ThreadLocal<String> statement = ThreadLocal.withInitial(() -> "");

  SteppedConnections(Consumer<CrashPoint> steps) {
    this.steps = steps;
  }

  @Override
  public @Nullable SQLException before(String act) {
    if (!act.equals(ObservedDataSource.COMMIT)) {
      statement.set(act);
    } else if (isQuestion()) {
      steps.accept(CrashPoint.K1_BEFORE_THE_QUESTION_COMMITS);
    } else if (statement.get().startsWith("update antiphon_message")) {
      steps.accept(CrashPoint.K6_INSIDE_A_CHECKPOINT);
    }
    return null;
  }

  @Override
  public @Nullable SQLException after(String act) {
    if (act.equals(ObservedDataSource.COMMIT) && isQuestion()) {
      steps.accept(CrashPoint.K2_BEFORE_THE_QUESTION_IS_ACKNOWLEDGED);
    }
    return null;
  }

  private boolean isQuestion() {
    return statement.get().startsWith("insert into antiphon_message");
  }
}
