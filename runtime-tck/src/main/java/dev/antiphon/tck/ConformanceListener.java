package dev.antiphon.tck;

import dev.antiphon.testing.PlainJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes how implementations of the ports did in the tests of their contracts, as JSON: for each
 * contract and test class whether it conforms, what it declares that it can do, the result of each
 * rule and each test.
 *
 * <p>It is on as soon as this module is on the class path of tests, and writes
 * {@code antiphon-conformance.json} where JUnit puts its output, which is {@code target} with Maven
 * and {@code build} with Gradle; or the file that the JUnit configuration parameter
 * {@value #FILE_PARAMETER} names. Without tests of a contract it writes nothing.
 *
 * <p><b>Threads.</b> Tests may end on several threads at a time.
 *
 * <p>Made by JUnit.
 */
public final class ConformanceListener implements TestExecutionListener {

  /** The JUnit configuration parameter that names another file. */
  public static final String FILE_PARAMETER = "antiphon.conformance.file";

  private static final String DEFAULT_FILE = "antiphon-conformance.json";

  private final Map<String, ConformanceSuite> suites = new TreeMap<>();

  /** Makes a listener that has heard nothing. */
  public ConformanceListener() {}

  @Override
  public synchronized void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    String capabilities = entry.getKeyValuePairs().get(Conformance.CAPABILITIES);
    if (capabilities != null) {
      suiteOf(test).ifPresent(suite -> suite.declare(capabilities));
    }
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      suiteOf(test).ifPresent(suite -> suite.finished(test.getDisplayName(), result));
    }
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier test, String reason) {
    if (test.isTest()) {
      suiteOf(test).ifPresent(suite -> suite.skipped(test.getDisplayName(), reason));
    }
  }

  /** Writes what was heard so far; a later plan of the same session writes it anew. */
  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    if (suites.isEmpty()) {
      return;
    }
    Path file = plan.getConfigurationParameters()
        .get(FILE_PARAMETER)
        .map(Path::of)
        .orElseGet(() -> plan.getOutputDirectoryCreator().getRootDirectory().resolve(DEFAULT_FILE));
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      // A message may quote half a surrogate pair, which writeString refuses.
      Files.write(file, (new PlainJson().write(report()) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(
          "Cannot write the report of conformance to '%s'.".formatted(file), unwritable);
    }
  }

  private Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("form", "antiphon-conformance/1");
    report.put("suites", suites.values().stream().map(ConformanceSuite::json).toList());
    return report;
  }

  /** Returns the suite of a test that a contract has, or empty for any other one. */
  private Optional<ConformanceSuite> suiteOf(TestIdentifier test) {
    if (!(test.getSource().orElse(null) instanceof MethodSource source)) {
      return Optional.empty();
    }
    Class<?> contract = source.getJavaMethod().getDeclaringClass();
    PortContract declared = contract.getDeclaredAnnotation(PortContract.class);
    if (declared == null) {
      return Optional.empty();
    }
    String key = contract.getName() + " " + source.getClassName();
    return Optional.of(suites.computeIfAbsent(
        key, ignored -> new ConformanceSuite(contract, declared.value(), source.getClassName())));
  }
}
