package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A second JVM that runs a main class of the tests and tells what it does, line by line. It is
 * killed when it takes too long, so that no test waits for ever.
 */
final class ChildJvm implements AutoCloseable {

  private static final long MAX_SECONDS = 120;

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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(requireNonNull(System.getProperty("java.class.path")));
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
