package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.DataPart;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.Batches;
import dev.antiphon.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistoryWriteTest {

  private final World world = new World();

  @Test
  @DisplayName("HIST-1: a write goes to the thread it was made in, whatever is selected later")
  void threadOfAWrite() {
    LocalRuntime runtime = world.start();
    ThreadListRuntime threads = runtime.threads("ada");
    ThreadRuntime first = threads.open("one");
    threads.open("two");
    threads.switchTo("one");
    world.model.then((request, reply) -> {
      reply.text("for one");
      threads.switchTo("two");
      world.scheduler.runAll();
    });

    world.finish(first.send("Hi"));
    world.finish(threads.main().send("Ho"));

    assertThat(threads.main().key()).isEqualTo(new ThreadKey("ada", "two"));
    for (int i = 0; i < world.history.batches().size(); i++) {
      ThreadKey key = world.history.threads().get(i);
      assertThat(key.owner()).isEqualTo("ada");
      boolean isFirst =
          Batches.lines(world.history.batches().get(i)).toString().contains("for one");
      assertThat(key.threadId().equals("one") || !isFirst).isTrue();
    }
    assertThat(World.shown(world.open("one")))
        .containsExactly("user: Hi", "assistant: for one (complete/unknown)");
    assertThat(World.shown(world.open("two")))
        .containsExactly("user: Ho", "assistant:  (complete/unknown)");
  }

  @Test
  @DisplayName("HIST-2, HIST-4: user message, running reply and head are stored in one batch")
  void firstBatch() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(Batches.of(world.history).get(0))
        .containsExactly("append 'Hi'", "append '' running", "head");
    HistoryEntry head = world.history.batches().get(0).entries().get(2);
    assertThat(head)
        .isEqualTo(
            new HistoryEntry.Head(Objects.requireNonNull(result.message()).id()));
    List<List<String>> all = Batches.of(world.history);
    assertThat(all.get(all.size() - 1)).containsExactly("update 'Hello' complete/unknown");
    assertThat(all.subList(1, all.size()))
        .allSatisfy(lines -> assertThat(lines).allMatch(line -> line.startsWith("update")));
  }

  @Test
  @DisplayName("HIST-2: the writes of a thread are issued one at a time, in order")
  void oneAtATime() {
    ThreadRuntime thread = world.open();
    List<Integer> under = new ArrayList<>(List.of(0));
    world.history.beforeWrite(() -> {
      under.set(0, under.get(0) + 1);
      // Everything else may go on while this write is under way.
      world.scheduler.runAll();
      assertThat(under.get(0)).isEqualTo(1);
      under.set(0, under.get(0) - 1);
    });

    for (int i = 0; i < 5; i++) {
      thread.append(MessageInput.text("m" + i));
    }
    world.scheduler.runAll();

    assertThat(Batches.of(world.history))
        .extracting(lines -> lines.get(0))
        .containsExactly("append 'm0'", "append 'm1'", "append 'm2'", "append 'm3'", "append 'm4'");
  }

  @Test
  @DisplayName("HIST-2: threads do not wait for each other")
  void otherThreads() {
    LocalRuntime runtime = world.start();
    ThreadRuntime slow = runtime.threads("ada").open("slow");
    ThreadRuntime fast = runtime.threads("ada").open("fast");
    Run first = slow.send("Hi");
    Run[] second = new Run[1];
    world.history.beforeWrite(() -> {
      if (second[0] == null) {
        second[0] = fast.send("Ho");
        world.scheduler.runAll();
        assertThat(second[0].state()).isEqualTo(RunState.ENDED);
        assertThat(first.state()).isEqualTo(RunState.PREPARING);
      }
    });

    world.finish(first);

    assertThat(second[0].completion().toCompletableFuture()).isCompleted();
  }

  @Test
  @DisplayName("HIST-3: an appended message is written once, without a second try")
  void appendedOnce() {
    ThreadRuntime thread = world.open();
    world.history.failWrites(1);

    CompletableFuture<Void> stage =
        thread.append(MessageInput.of(Role.SYSTEM, "Be kind.")).toCompletableFuture();
    world.scheduler.advance(Duration.ofMinutes(1));

    assertThat(world.history.writes()).isEqualTo(1);
    assertThatThrownBy(stage::join).hasCauseInstanceOf(MessageNotSentException.class);
    assertThat(thread.state().isEmpty()).isTrue();
  }

  @Test
  @DisplayName("HIST-3: nothing depends on an appended message before it is stored")
  void dependsOnAppended() {
    ThreadRuntime thread = world.open();
    world.history.beforeWrite(() -> assertThat(world.model.requests()).isEmpty());

    thread.append(MessageInput.text("First"));
    Run run = thread.send("Second");
    world.history.beforeWrite(null);
    world.finish(run);

    assertThat(Batches.of(world.history).subList(0, 2))
        .containsExactly(
            List.of("append 'First'"), List.of("append 'Second'", "append '' running", "head"));
  }

  @Test
  @DisplayName("HIST-5: what was written is stored when a part ends")
  void partEnds() {
    List<List<String>> seen = new ArrayList<>();
    world.model.then((request, reply) -> {
      reply.text("Look: ");
      world.scheduler.runAll();
      seen.add(List.of("writes " + world.history.writes()));
      reply.part(new DataPart("chart", Map.of("n", 1)));
      world.scheduler.runAll();
      seen.addAll(Batches.of(world.history));
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(seen.get(0)).containsExactly("writes 1");
    assertThat(seen.get(seen.size() - 1)).containsExactly("update 'Look: ' running");
  }

  @Test
  @DisplayName(
      "HIST-5: inside a part, it is stored once per interval, and never if nothing changed")
  void interval() {
    List<Integer> writes = new ArrayList<>();
    world.model.then((request, reply) -> {
      reply.text("a");
      world.scheduler.advance(Duration.ofMillis(999));
      writes.add(world.history.writes());
      reply.text("b");
      reply.text("c");
      world.scheduler.advance(Duration.ofMillis(1));
      writes.add(world.history.writes());
      world.scheduler.advance(Duration.ofSeconds(10));
      writes.add(world.history.writes());
      reply.text("d");
      world.scheduler.advance(Duration.ofSeconds(1));
      writes.add(world.history.writes());
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(writes).containsExactly(1, 2, 2, 3);
    assertThat(Batches.of(world.history).get(1)).containsExactly("update 'abc' running");
  }

  @Test
  @DisplayName("HIST-5: a checkpoint that comes after the end of a part has nothing to store")
  void nothingChanged() {
    List<Integer> writes = new ArrayList<>();
    world.model.then((request, reply) -> {
      reply.text("a");
      reply.part(new DataPart("chart", Map.of()));
      world.scheduler.runAll();
      writes.add(world.history.writes());
      world.scheduler.advance(Duration.ofSeconds(5));
      writes.add(world.history.writes());
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(writes.get(1)).isEqualTo(writes.get(0));
  }

  @Test
  @DisplayName("HIST-5: a newer checkpoint replaces one that still waits")
  void replaced() {
    world.model.then((request, reply) -> {
      // Four parts end before any of them can be written.
      for (int i = 0; i < 4; i++) {
        reply.part(new DataPart("chart", Map.of("n", i)));
      }
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(Batches.of(world.history)).hasSize(2);
  }
}
