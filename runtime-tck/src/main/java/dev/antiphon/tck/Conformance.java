package dev.antiphon.tck;

import static java.util.stream.Collectors.joining;

import java.util.Set;
import org.junit.jupiter.api.TestReporter;

/** What a contract tells the report beside the results of its tests. */
final class Conformance {

  /** The key under which a contract says what the implementation declares that it can do. */
  static final String CAPABILITIES = "antiphon.capabilities";

  private Conformance() {}

  /** Tells what an implementation declares that it can do, and is held to. */
  static void declare(TestReporter reporter, Set<? extends Enum<?>> capabilities) {
    if (!capabilities.isEmpty()) {
      reporter.publishEntry(
          CAPABILITIES, capabilities.stream().map(Enum::name).sorted().collect(joining(",")));
    }
  }
}
