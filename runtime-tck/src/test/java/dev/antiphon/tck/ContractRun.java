package dev.antiphon.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests of a contract inside of a test, as Maven would, and tells what became of them. */
final class ContractRun implements TestExecutionListener {

  private final Map<String, String> failures = new LinkedHashMap<>();
  private int tests;

  private ContractRun() {}

  /**
   * Runs the tests of classes and writes the report of conformance.
   *
   * @param report the file of the report
   * @param classes test classes
   */
  static ContractRun of(Path report, Class<?>... classes) {
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
        .configurationParameter(ConformanceListener.FILE_PARAMETER, report.toString())
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "false");
    for (Class<?> each : classes) {
      request.selectors(selectClass(each));
    }
    ContractRun run = new ContractRun();
    LauncherConfig config = LauncherConfig.builder()
        .enableTestExecutionListenerAutoRegistration(false)
        .addTestExecutionListeners(run, new ConformanceListener())
        .build();
    LauncherDiscoveryRequest built = request.build();
    try (LauncherSession session = LauncherFactory.openSession(config)) {
      session.getLauncher().execute(built);
    }
    return run;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      tests++;
      result
          .getThrowable()
          .ifPresent(
              thrown -> failures.put(test.getDisplayName(), String.valueOf(thrown.getMessage())));
    }
  }

  /** Returns the messages of the tests that failed, by their display names. */
  Map<String, String> failures() {
    return failures;
  }

  /** Returns how many tests were run. */
  int tests() {
    return tests;
  }
}
