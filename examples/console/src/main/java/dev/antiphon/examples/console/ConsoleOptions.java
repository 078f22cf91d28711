package dev.antiphon.examples.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command line. Filled by picocli; then read only. */
final class ConsoleOptions {

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Keep the chat in this folder. Else: $ANTIPHON_DATA, or antiphon-data.")
  private @Nullable String data;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Ask this model: the setting antiphon.model. Else: demo.")
  private @Nullable String model;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a setting, as antiphon.properties in the working directory does.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--plugins",
      description = "Tell which plug-ins are found and what would be in use, and leave.")
  private boolean plugins;

  @Option(
      names = "--plain",
      description = "No colours, no line editing; each line waits for its reply.")
  private boolean plain;

  @Option(names = "--verbose", description = "Show log lines and stack traces on stderr.")
  private boolean verbose;

  @Nullable
  String data() {
    return data;
  }

  @Nullable
  String model() {
    return model;
  }

  Map<String, String> set() {
    return set;
  }

  boolean isAboutPlugins() {
    return plugins;
  }

  boolean isPlain() {
    return plain;
  }

  boolean isVerbose() {
    return verbose;
  }
}
