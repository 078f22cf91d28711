package dev.antiphon.examples.console;

import dev.antiphon.spi.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the program in this process with lines that are piped in. */
final class PipedChat {

  private Settings settings;

  private PipedChat(Map<String, String> storage) {
    Map<String, String> values = new HashMap<>(storage);
    values.put("antiphon.model", "demo");
    values.put("antiphon.tools", "demo");
    this.settings = Settings.of(values);
  }

  /** Keeps nothing. */
  static PipedChat inMemory() {
    return new PipedChat(Map.of("antiphon.history", "memory", "antiphon.threads", "memory"));
  }

  /** Keeps the chat in a folder. */
  static PipedChat in(Path folder) {
    return new PipedChat(Map.of(
        "antiphon.history", "jdbc",
        "antiphon.threads", "jdbc",
        "antiphon.feedback", "jdbc",
        "jdbc.folder", folder.toString()));
  }

  /** Sets something else. */
  PipedChat with(String key, String value) {
    settings = settings.with(key, value);
    return this;
  }

  /** Returns what is on the screen after the lines, the banner left out. */
  List<String> say(String... lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Program program =
        new Program(Opening.begin(settings), "banner", new StartFailure(printer(errors), false));
    byte[] input = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);

    int exitCode =
        program.run(new PlainInput(new ByteArrayInputStream(input)), new PlainScreen(printer(out)));

    if (exitCode != 0 || errors.size() > 0) {
      throw new AssertionError(
          "exit code " + exitCode + ": " + errors.toString(StandardCharsets.UTF_8));
    }
    List<String> printed = out.toString(StandardCharsets.UTF_8).lines().toList();
    return printed.subList(1, printed.size());
  }

  private static PrintStream printer(ByteArrayOutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }
}
