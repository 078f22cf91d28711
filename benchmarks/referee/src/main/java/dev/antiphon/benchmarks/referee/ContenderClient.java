package dev.antiphon.benchmarks.referee;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of a contender, as the referee sees it. */
final class ContenderClient implements AutoCloseable {

  private static final String ANSWER = "=> ";

  private final String name;
  private final Process process;
  private final BufferedReader answers;

  private ContenderClient(String name, Process process) {
    this.name = name;
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts one.
   *
   * @param contender who
   * @param modules the folder that the modules of the benchmarks are in
   * @param url of an empty database
   * @param errors the file that what it complains about is written to
   */
  static ContenderClient start(ContenderSpec contender, Path modules, String url, Path errors)
      throws IOException {
    Path target = modules.resolve(contender.module()).resolve("target");
    String classPath =
        target.resolve("classes") + File.pathSeparator + target.resolve("lib").resolve("*");
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Djava.util.logging.config.file=" + modules.resolve("quiet-logging.properties"),
            "-cp",
            classPath,
            contender.mainClass(),
            url)
        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
        .start();
    ContenderClient client = new ContenderClient(contender.name(), process);
    client.answer();
    return client;
  }

  /** Has it store conversations of so many messages. */
  void fill(int messages, int conversations) {
    say("fill %d %d".formatted(messages, conversations));
    answer();
  }

  /**
   * Has it store messages one by one.
   *
   * @return how many nanoseconds each took; at least one
   */
  List<Long> append(int messages, int count, long millis) {
    say("append %d %d %d".formatted(messages, count, millis));
    return Arrays.stream(answer().strip().split(" ")).map(Long::valueOf).toList();
  }

  private void say(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException failed) {
      throw new UncheckedIOException(name + " does not listen.", failed);
    }
  }

  private String answer() {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(ANSWER)) {
          return line.substring(ANSWER.length());
        }
      }
      throw new IllegalStateException(
          name + " has ended; see errors.txt in the folder of the run.");
    } catch (IOException failed) {
      throw new UncheckedIOException(name + " cannot be understood.", failed);
    }
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    answers.close();
  }
}
