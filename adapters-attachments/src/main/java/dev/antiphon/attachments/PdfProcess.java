package dev.antiphon.attachments;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.error.ChatRuntimeException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.logging.LogFactory;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessRead;

/**
 * Reads each PDF file in a process of its own, at most two at a time. The process has its memory,
 * its time and two pipes; nothing of the environment of this one. What it had read before it ran
 * out of something is kept.
 */
final class PdfProcess implements PdfReader {

  private static final int AT_A_TIME = 2;
  private static final Duration START_AND_END = Duration.ofSeconds(10);

  /** As -XX:+ExitOnOutOfMemoryError has it. */
  private static final int OUT_OF_MEMORY = 3;

  private final List<String> command;
  private final Semaphore free = new Semaphore(AT_A_TIME, true);

  /**
   * Prepares processes.
   *
   * @param maxMemory the most memory of one, in MiB
   * @throws IllegalStateException if none can be started from here
   */
  PdfProcess(int maxMemory) {
    this.command = List.of(
        java().toString(),
        "-Xmx" + maxMemory + "m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-XX:+SuppressFatalErrorMessage",
        "-Djava.awt.headless=true",
        "-cp",
        ClassPlaces.of(
            PdfWorker.class,
            ChatRuntimeException.class,
            Loader.class,
            RandomAccessRead.class,
            TTFParser.class,
            LogFactory.class),
        PdfWorker.class.getName());
  }

  private static Path java() {
    Path folder = Path.of(System.getProperty("java.home"), "bin");
    for (String name : List.of("java", "java.exe")) {
      if (Files.isExecutable(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw new IllegalStateException(
        "There is no program 'java' in this Java, so PDF files cannot be read in a process of their own. Use a whole JRE, or choose PdfIsolation.THREAD.");
  }

  @Override
  public PdfContent read(byte[] pdf, PdfLimits limits, Cancellation cancellation)
      throws IOException {
    waitForPlace(cancellation);
    try {
      Process process = start();
      Deadline deadline = Deadline.after(START_AND_END.plusMillis(limits.maxMillis()));
      try (Watch watch = new Watch(deadline, cancellation, process::destroyForcibly)) {
        return converse(process, new PdfQuestion(pdf, limits), watch);
      } finally {
        process.destroyForcibly();
      }
    } finally {
      free.release();
    }
  }

  private void waitForPlace(Cancellation cancellation) throws IOException {
    try {
      cancellation.interruptibly(() -> {
        free.acquire();
        return true;
      });
    } catch (InterruptedException stopped) {
      throw Watch.cancelled();
    } catch (IOException | RuntimeException known) {
      throw known;
    } catch (Exception impossible) {
      throw new IllegalStateException("Waiting for a place failed.", impossible);
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    String systemRoot = builder.environment().get("SystemRoot");
    builder.environment().clear();
    if (systemRoot != null) {
      // Without it, nothing starts on Windows.
      builder.environment().put("SystemRoot", systemRoot);
    }
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static PdfContent converse(Process process, PdfQuestion question, Watch watch)
      throws IOException {
    PdfCollector collector = new PdfCollector();
    boolean hasStarted = false;
    try (DataInputStream input =
        new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      hasStarted = input.readInt() == PdfWire.HELLO;
      ask(process, question);
      Optional<PdfCut> cut = PdfWire.answer(input, question.limits(), collector);
      return collector.content(cut.orElse(null));
    } catch (IOException brokenOff) {
      watch.throwIfCancelled();
      if (watch.isLate()) {
        return collector.content(PdfCut.TIME);
      }
      int exit = exitOf(process);
      if (!hasStarted) {
        throw new IOException(
            "The process that reads PDF files did not start (exit code %d). See that a process may have the memory it is given, or choose PdfIsolation.THREAD."
                .formatted(exit),
            brokenOff);
      }
      return collector.content(exit == OUT_OF_MEMORY ? PdfCut.MEMORY : PdfCut.FAILURE);
    }
  }

  private static void ask(Process process, PdfQuestion question) throws IOException {
    try (DataOutputStream output =
        new DataOutputStream(new BufferedOutputStream(process.getOutputStream()))) {
      PdfWire.ask(output, question);
    }
  }

  private static int exitOf(Process process) throws IOException {
    try {
      // It has closed its output: it is ending, or is about to be killed.
      return process.onExit().get(5, TimeUnit.SECONDS).exitValue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a process ended.", stopped);
    } catch (ExecutionException | TimeoutException late) {
      throw new IOException("A process did not end.", late);
    }
  }
}
