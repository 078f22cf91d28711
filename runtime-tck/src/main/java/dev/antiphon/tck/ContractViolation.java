package dev.antiphon.tck;

/**
 * Thrown by the tests of a contract when an implementation does not keep it: names the rule, then
 * says what was expected and what was found. The cause is what the test itself met.
 */
public final class ContractViolation extends AssertionError {

  private static final long serialVersionUID = 1L;

  ContractViolation(String promise, Throwable failure) {
    super("The contract is not kept: %s%n%s".formatted(promise, failure), failure);
    setStackTrace(failure.getStackTrace());
  }
}
