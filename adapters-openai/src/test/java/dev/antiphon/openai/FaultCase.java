package dev.antiphon.openai;

import java.util.Collections;
import java.util.List;

/**
 * What a server does, and what must come of it.
 *
 * @param name its name in the list
 * @param scripts one for each request that it gets
 * @param status how the reply ends: type, reason and code
 * @param text what is kept of the reply
 * @param executions how often the tool runs
 */
record FaultCase(
    String name, List<ScriptedServer.Script> scripts, String status, String text, int executions) {

  static FaultCase of(String name, ScriptedServer.Script... scripts) {
    return new FaultCase(name, List.of(scripts), "complete/stop", "", 0);
  }

  /** Returns a case whose first script answers several requests. */
  FaultCase times(int count) {
    return new FaultCase(
        name, Collections.nCopies(count, scripts.get(0)), status, text, executions);
  }

  FaultCase ends(String expected) {
    return new FaultCase(name, scripts, expected, text, executions);
  }

  FaultCase keeps(String expected) {
    return new FaultCase(name, scripts, status, expected, executions);
  }

  FaultCase executes(int expected) {
    return new FaultCase(name, scripts, status, text, expected);
  }

  /** Returns how many requests the server must get: one for each script. */
  int requests() {
    return scripts.size();
  }

  @Override
  public String toString() {
    return name;
  }
}
