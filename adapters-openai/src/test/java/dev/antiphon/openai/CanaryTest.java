package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.DONE;
import static dev.antiphon.openai.Chunks.role;
import static dev.antiphon.openai.Chunks.says;
import static dev.antiphon.openai.Chunks.sends;
import static dev.antiphon.openai.Chunks.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.util.Throwables.getStackTrace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Nothing that is written down anywhere has a key in it, or above DEBUG a text. */
@Isolated("it listens to the log of the whole process")
class CanaryTest {

  private static final Logger ROOT = Logger.getLogger("");

  private static final class Collector extends Handler {
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    List<String> lines(Level from) {
      return records.stream()
          .filter(record -> record.getLevel().intValue() >= from.intValue())
          .map(new SimpleFormatter()::format)
          .toList();
    }
  }

  @Test
  @DisplayName("ERR-3: no log line has a key at any level, nor a text of the conversation at INFO")
  void logs() throws Exception {
    Collector collector = new Collector();
    Level before = ROOT.getLevel();
    ROOT.addHandler(collector);
    ROOT.setLevel(Level.ALL);
    List<String> traces = new ArrayList<>();
    try (ModelWorld world = ModelWorld.with(
        builder -> builder
            .headers(Map.of("X-Api-Key", "CANARY-header"))
            .apiKey("CANARY-key")
            .retries(ModelWorld.quick(2)),
        wire -> wire.answer(503, "", "Busy: CANARY-key CANARY-header"),
        says("The canary-reply."),
        wire -> wire.answer(401, "", "{\"error\":{\"message\":\"No such key: CANARY-key\"}}"),
        sends(role(), text("canary-reply"), "{\"broken\":\"canary-reply\"", DONE),
        wire -> wire.answer(200, "", "Hello CANARY-key"))) {
      world.ask("canary-question");
      traces.add(getStackTrace(world.failureOf("canary-question")));
      traces.add(getStackTrace(world.failureOf("canary-question")));
      traces.add(getStackTrace(world.failureOf("canary-question")));
      traces.add(world.events.toString());
    } finally {
      ROOT.setLevel(before);
      ROOT.removeHandler(collector);
    }

    assertThat(collector.records).isNotEmpty();
    assertThat(collector.lines(Level.ALL)).noneMatch(line -> line.contains("CANARY"));
    assertThat(collector.lines(Level.INFO)).noneMatch(line -> line.contains("canary"));
    assertThat(traces).hasSize(4).noneMatch(trace -> trace.contains("CANARY"));
  }
}
