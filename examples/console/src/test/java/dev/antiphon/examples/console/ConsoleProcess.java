package dev.antiphon.examples.console;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a process, with lines piped in. */
final class ConsoleProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private final Process process;
  private final OutputStream keys;
  private final Lines out;
  private final Lines errors;

  private ConsoleProcess(Process process) {
    this.process = process;
    this.keys = process.getOutputStream();
    this.out = new Lines(process.getInputStream());
    this.errors = new Lines(process.getErrorStream());
  }

  /**
   * Returns the class path of the program: its jar alone where there is one, since its manifest
   * names all others; else that of this JVM.
   */
  private static String classPath() throws IOException {
    try {
      Path place = Path.of(
          ConsoleMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(place)
          ? place.toString()
          : requireNonNull(System.getProperty("java.class.path"));
    } catch (URISyntaxException nowhere) {
      throw new IOException(nowhere);
    }
  }

  /** Starts the program with the class path that its users have. */
  static ConsoleProcess start(Path workingDirectory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(classPath());
    command.add(ConsoleMain.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
    builder.environment().remove(ConsoleSettings.DATA_VARIABLE);
    return new ConsoleProcess(builder.start());
  }

  /** Starts the program, types lines, and waits for its end. */
  static ConsoleProcess run(Path workingDirectory, List<String> arguments, String... lines)
      throws IOException, InterruptedException {
    ConsoleProcess console = start(workingDirectory, arguments.toArray(String[]::new));
    console.type(lines);
    console.keys.close();
    console.awaitEnd();
    return console;
  }

  void type(String... lines) throws IOException {
    for (String line : lines) {
      keys.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    keys.flush();
  }

  /** Waits until something is on the screen. */
  void awaitPrinted(String text) {
    await().atMost(PATIENCE).until(() -> out().contains(text) || !process.isAlive());
    if (!out().contains(text)) {
      throw new AssertionError("ended without '" + text + "'; stderr: " + errors());
    }
  }

  private void awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running; stdout: " + out() + " stderr: " + errors());
    }
    out.awaitEnd();
    errors.awaitEnd();
  }

  /** Kills it with SIGKILL. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  /** Tells it to end, with SIGTERM. */
  void terminate() throws InterruptedException {
    process.toHandle().destroy();
    awaitEnd();
  }

  int exitCode() {
    return process.exitValue();
  }

  String out() {
    return out.text();
  }

  String errors() {
    return errors.text();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Reads a stream to its end, in the background. */
  private static final class Lines {
    private final StringWriter text = new StringWriter();
    private final Thread reader;

    Lines(InputStream stream) {
      this.reader = new Thread(() -> read(stream), "reader");
      reader.setDaemon(true);
      reader.start();
    }

    private void read(InputStream stream) {
      try (BufferedReader characters =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (int next = characters.read(); next >= 0; next = characters.read()) {
          text.write(next);
        }
      } catch (IOException killed) {
        throw new UncheckedIOException(killed);
      }
    }

    void awaitEnd() throws InterruptedException {
      reader.join(PATIENCE.toMillis());
    }

    String text() {
      return text.toString();
    }
  }
}
