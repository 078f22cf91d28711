package dev.antiphon.tck;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Puts the rule that was broken in front of what went wrong. Made by JUnit. */
final class RuleInFailure
    implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

  RuleInFailure() {}

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw named(context, failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw named(context, failure);
  }

  private static Throwable named(ExtensionContext context, Throwable failure) {
    return failure instanceof TestAbortedException
        ? failure
        : new ContractViolation(context.getDisplayName(), failure);
  }
}
