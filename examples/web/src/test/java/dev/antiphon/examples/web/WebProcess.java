package dev.antiphon.examples.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The program as a process, with the class path of the test. */
final class WebProcess implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("Listening on (\\S+)\\R");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path out;
  private final Path errors;

  private WebProcess(Process process, Path out, Path errors) {
    this.process = process;
    this.out = out;
    this.errors = errors;
  }

  static WebProcess start(Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
            .toString(),
        "-cp",
        Objects.requireNonNull(System.getProperty("java.class.path")),
        WebMain.class.getName()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(out.toFile())
        .redirectError(errors.toFile());
    builder.environment().remove("ANTIPHON_WEB_TOKEN");
    builder.environment().remove("ANTIPHON_DATA");
    return new WebProcess(builder.start(), out, errors);
  }

  /** Waits until it listens, and returns where. */
  String url() throws IOException {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> !process.isAlive() || LISTENING.matcher(Files.readString(out)).find());
    Matcher said = LISTENING.matcher(Files.readString(out));
    if (!said.find()) {
      throw new AssertionError("It does not start: " + Files.readString(errors));
    }
    return said.group(1);
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("It goes on.");
    }
    return process.exitValue();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
