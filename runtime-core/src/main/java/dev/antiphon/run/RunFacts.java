package dev.antiphon.run;

import static java.util.Objects.requireNonNull;

/**
 * What the table needs to know of a run beside its state.
 *
 * @param kind what it began with
 * @param isCancelledWhilePreparing whether it was cancelled in PREPARING
 * @param isPaused whether it ended PAUSED and its message still is
 * @param decided where rules CONT-1 to CONT-7 or CONT-17 to CONT-19 lead; read only when the
 *     adapter returns or the last tool ends. EXECUTING after a tool means that others still execute
 */
public record RunFacts(
    RunKind kind, boolean isCancelledWhilePreparing, boolean isPaused, RunState decided) {

  /** Checks the fields. */
  public RunFacts {
    requireNonNull(kind, "kind");
    requireNonNull(decided, "decided");
  }
}
