package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A second JVM that runs a main class of the tests and tells what it does, line by line. It is
 * killed when it takes too long, so that no test waits for ever.
 */
final class ChildJvm implements AutoCloseable {

  private static final long MAX_SECONDS = 120;

  /** Quick to start, and gone when memory is. */
  private static final List<String> OPTIONS = List.of(
      "-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

  private final Process process;
  private final BufferedReader lines;
  private final CompletableFuture<Process> watch;

  private ChildJvm(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.watch = process
        .onExit()
        .orTimeout(MAX_SECONDS, TimeUnit.SECONDS)
        .whenComplete((ended, tooLong) -> process.toHandle().destroyForcibly());
  }

  static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    return startWithout("nothing", main, arguments);
  }

  /** Starts one that lacks the jars whose path has a certain text in it. */
  static ChildJvm startWithout(String jar, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add("-cp");
    command.add(Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(requireNonNull(System.getProperty("java.class.path")))
        .filter(path -> !path.contains(jar))
        .collect(Collectors.joining(File.pathSeparator)));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    return new ChildJvm(process);
  }

  /** Returns the next line, or {@code null} when there is none any more. */
  @Nullable
  String readLine() throws IOException {
    return lines.readLine();
  }

  /** Says a line to it. */
  void writeLine(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Kills it with SIGKILL. Its pipe stays, so that what it had said can still be read. */
  void kill() {
    process.toHandle().destroyForcibly();
    process.toHandle().onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    watch.cancel(false);
    lines.close();
  }
}
