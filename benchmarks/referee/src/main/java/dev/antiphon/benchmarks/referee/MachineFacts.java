package dev.antiphon.benchmarks.referee;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a reader has to know of the machine; nothing that names it. */
final class MachineFacts {

  private MachineFacts() {}

  static Map<String, String> of() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processors", Runtime.getRuntime().availableProcessors() + " (" + processor() + ")");
    facts.put(
        "operating system", System.getProperty("os.name") + ", " + System.getProperty("os.arch"));
    facts.put(
        "Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    return facts;
  }

  /** Returns how many processes wanted to run lately. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String processor() {
    Path file = Path.of("/proc/cpuinfo");
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse("unknown")
          : "unknown";
    } catch (IOException unreadable) {
      return "unknown, since " + unreadable.getClass().getSimpleName();
    }
  }
}
