package dev.antiphon.examples.console;

import static org.awaitility.Awaitility.await;

import dev.antiphon.guice.Antiphon;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * The commands on a runtime whose model says half of each reply and waits for the test before the
 * other half: what a person does while a reply is being written.
 */
final class LiveChat implements AutoCloseable {

  private final Semaphore mayGoOn = new Semaphore(0);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final LocalRuntime runtime;
  private final ThreadRuntime thread;
  private final Commands commands;

  LiveChat() {
    this(builder -> builder);
  }

  LiveChat(UnaryOperator<LocalRuntime.Builder> setUp) {
    LocalRuntime.Builder builder = LocalRuntime.builder((request, reply) -> {
      reply.text("Well, ");
      request.cancellation().onCancel(mayGoOn::release);
      mayGoOn.acquire();
      if (!request.cancellation().isCancelled()) {
        reply.text("as to '" + request.lastUserText() + "': yes.");
      }
    });
    this.runtime = setUp.apply(builder).build();
    this.thread = runtime.threads().main();
    Transcript transcript =
        new Transcript(new PlainScreen(new PrintStream(out, true, StandardCharsets.UTF_8)));
    this.commands = new Commands(
        new Chat(runtime.threads(), thread, transcript),
        Antiphon.builder(Settings.of(Map.of())).report(),
        transcript);
  }

  /** Types a line. */
  LiveChat type(String line) {
    commands.execute(line);
    return this;
  }

  /** Types a line that begins a reply, and waits for the first half of it. */
  LiveChat begin(String line) {
    int before = count("Well, ");
    type(line);
    await().until(() -> count("Well, ") > before);
    return this;
  }

  /** Lets replies come to their end, and waits until nothing is written any more. */
  LiveChat finish(int replies) throws InterruptedException {
    mayGoOn.release(replies);
    commands.chat().awaitQuiet();
    return this;
  }

  /** Waits until a line is on the screen. */
  LiveChat awaitLine(String line) {
    await().until(() -> lines().contains(line));
    return this;
  }

  private int count(String words) {
    return screen().split(words, -1).length - 1;
  }

  private String screen() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Returns what is on the screen. */
  List<String> lines() {
    return screen().lines().toList();
  }

  /** Returns the thread that is shown. */
  ThreadRuntime thread() {
    return thread;
  }

  @Override
  public void close() {
    mayGoOn.release(1000);
    runtime.close();
  }
}
