package dev.antiphon.examples.web;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command line. Filled by picocli; then read only. */
final class WebOptions {

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Listen on this port; 0 for a free one. Else: 8080.")
  private int port = 8080;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "Listen on this address; one that is not local needs tokens. Else: 127.0.0.1.")
  private String address = "127.0.0.1";

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description =
          "Let in whoever has a token: a file of lines OWNER TOKEN. Else: $ANTIPHON_WEB_TOKEN.")
  private @Nullable Path tokens;

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

  @Option(names = "--verbose", description = "Show log lines and stack traces on stderr.")
  private boolean verbose;

  int port() {
    return port;
  }

  String address() {
    return address;
  }

  @Nullable
  Path tokens() {
    return tokens;
  }

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

  boolean isVerbose() {
    return verbose;
  }
}
