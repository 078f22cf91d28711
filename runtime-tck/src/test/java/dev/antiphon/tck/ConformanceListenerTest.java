package dev.antiphon.tck;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testing.PlainJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceListenerTest {

  @TempDir
  Path folder;

  @Test
  @DisplayName("the report says of each implementation whether it conforms, rule by rule")
  void report() throws IOException {
    Path file = folder.resolve("new folder").resolve("report.json");

    ContractRun.of(
        file, InMemoryThreadHistoryContractTest.class, FaultyHistoriesTest.DropsUpdates.class);

    Map<String, Object> report = object(new PlainJson().parse(Files.readString(file)));
    assertThat(report).containsEntry("form", "antiphon-conformance/1");
    Map<String, Object> faulty = suite(report, "FaultyHistoriesTest$DropsUpdates");
    Map<String, Object> good = suite(report, "InMemoryThreadHistoryContractTest");
    assertThat(good)
        .containsEntry("contract", "ThreadHistoryContract")
        .containsEntry("port", "dev.antiphon.port.ThreadHistoryAdapter")
        .containsEntry("conforms", true)
        .containsEntry(
            "capabilities",
            List.of("DELETE", "HEAD", "REVISIONS", "WHOLE_BATCHES", "WHOLE_MESSAGES"));
    assertThat(object(good.get("rules")))
        .containsEntry("HIST-4", "passed")
        .containsEntry("MSG-6", "passed");
    assertThat(faulty).containsEntry("conforms", false);
    assertThat(object(faulty.get("rules")))
        .containsEntry("HIST-4", "failed")
        .containsEntry("LOAD-1", "passed");
    assertThat((List<?>) faulty.get("tests"))
        .anySatisfy(test -> assertThat(object(test))
            .containsEntry("result", "failed")
            .containsEntry("rules", List.of("HIST-4"))
            .containsKey("message"));
  }

  @Test
  @DisplayName("without tests of a contract there is no report")
  void noContract() {
    Path file = folder.resolve("report.json");

    ContractRun.of(file, SampleMessagesTest.class);

    assertThat(file).doesNotExist();
  }

  private static Map<String, Object> suite(Map<String, Object> report, String testClass) {
    for (Object suite : requireNonNull((List<?>) report.get("suites"))) {
      if (String.valueOf(object(suite).get("test")).endsWith("." + testClass)) {
        return object(suite);
      }
    }
    throw new AssertionError("No suite of " + testClass + " in " + report);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(@Nullable Object json) {
    assertThat(json).isInstanceOf(Map.class);
    return (Map<String, Object>) json;
  }
}
