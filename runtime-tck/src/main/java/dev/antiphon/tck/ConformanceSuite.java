package dev.antiphon.tck;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;

/** How one test class did in one contract. */
final class ConformanceSuite {

  private static final String PASSED = "passed";
  private static final String FAILED = "failed";
  private static final String SKIPPED = "skipped";

  private static final Pattern RULE =
      Pattern.compile("\\b(?<area>[A-Z]{2,})-(?<first>\\d+)(?:(?:\u2026|\\.\\.)(?<last>\\d+))?");

  private final Class<?> contract;
  private final Class<?> port;
  private final String testClass;
  private final TreeSet<String> capabilities = new TreeSet<>();
  private final Map<String, Map<String, Object>> tests = new TreeMap<>();

  ConformanceSuite(Class<?> contract, Class<?> port, String testClass) {
    this.contract = contract;
    this.port = port;
    this.testClass = testClass;
  }

  /** Takes what the implementation declares that it can do, names between commas. */
  void declare(String names) {
    for (String name : names.split(",", -1)) {
      if (!name.isEmpty()) {
        capabilities.add(name);
      }
    }
  }

  void finished(String name, TestExecutionResult result) {
    String message = result.getThrowable().map(Throwable::toString).orElse("");
    switch (result.getStatus()) {
      case SUCCESSFUL -> add(name, PASSED, "");
      case FAILED -> add(name, FAILED, message);
      case ABORTED -> add(name, SKIPPED, message);
    }
  }

  void skipped(String name, String reason) {
    add(name, SKIPPED, reason);
  }

  private void add(String name, String result, String message) {
    Map<String, Object> test = new LinkedHashMap<>();
    test.put("name", name);
    test.put("rules", rulesIn(name));
    test.put("result", result);
    if (!message.isEmpty()) {
      test.put("message", message);
    }
    tests.put(name, test);
  }

  /**
   * Returns it as JSON. A test that was skipped shows nothing, so such a suite does not conform.
   */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("contract", contract.getSimpleName());
    json.put("port", port.getName());
    json.put("test", testClass);
    json.put("conforms", count(PASSED) == tests.size());
    json.put("capabilities", List.copyOf(capabilities));
    json.put(PASSED, count(PASSED));
    json.put(FAILED, count(FAILED));
    json.put(SKIPPED, count(SKIPPED));
    json.put("rules", rules());
    json.put("tests", List.copyOf(tests.values()));
    return json;
  }

  private int count(String result) {
    return (int) tests.values().stream()
        .filter(test -> result.equals(test.get("result")))
        .count();
  }

  /** Returns each rule and its result: passed if each test that names it has passed. */
  private Map<String, Object> rules() {
    Map<String, Object> rules = new TreeMap<>();
    for (Map<String, Object> test : tests.values()) {
      for (String rule : rulesIn(String.valueOf(test.get("name")))) {
        rules.merge(
            rule,
            String.valueOf(test.get("result")),
            (former, result) -> former.equals(FAILED) || result.equals(PASSED) ? former : result);
      }
    }
    return rules;
  }

  private static List<String> rulesIn(String name) {
    List<String> rules = new ArrayList<>();
    Matcher rule = RULE.matcher(name);
    while (rule.find()) {
      int first = Integer.parseInt(rule.group("first"));
      String last = rule.group("last");
      int end = last == null ? first : Integer.parseInt(last);
      for (int number = first; number <= end; number++) {
        rules.add(rule.group("area") + "-" + number);
      }
    }
    return rules;
  }
}
