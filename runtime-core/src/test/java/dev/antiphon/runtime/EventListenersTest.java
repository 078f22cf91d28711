package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tool.Tool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventListenersTest {

  private final World world = new World();

  private static List<Long> sequences(List<ThreadEvent> events) {
    return events.stream().map(ThreadEvent::sequence).toList();
  }

  private void says(int words) {
    world.model.then((request, reply) ->
        IntStream.range(0, words).forEach(word -> reply.text("w" + word + " ")));
  }

  @Test
  @DisplayName("EVT-1: events have the time and gapless numbers, and name run, message and call")
  void header() {
    Tool clock =
        Tool.builder("clock", "Time").handler((arguments, call) -> "noon").build();
    world.tools(clock);
    world.model.calls("c1", "clock", "{}").says("Noon.");
    ThreadRuntime thread = world.open();
    EventLog log = EventLog.of(thread);
    Instant now = world.scheduler.instant();

    Run run = thread.send("Time?");
    world.finish(run);

    List<ThreadEvent> events = log.all().subList(1, log.all().size());
    long first = events.get(0).sequence();
    assertThat(sequences(events))
        .isEqualTo(LongStream.range(first, first + events.size()).boxed().toList());
    assertThat(events).allSatisfy(event -> assertThat(event.time()).isEqualTo(now));
    ThreadEvent.ToolStarted started = log.of(ThreadEvent.ToolStarted.class).get(0);
    assertThat(started.runId()).isEqualTo(run.id());
    assertThat(started.messageId()).isEqualTo(run.messageId());
    assertThat(started.toolCallId()).isEqualTo(new ToolCallId("c1"));
  }

  @Test
  @DisplayName(
      "EVT-1: the numbers go on after an import, a reset and a load, and never start again")
  void neverReset() {
    says(1);
    ThreadRuntime thread = world.open();
    EventLog log = EventLog.of(thread);
    world.send(thread, "one");
    long before = thread.state().sequence();

    thread.reset(List.of(MessageInput.text("anew")));
    world.scheduler.runAll();
    thread.refetch();
    world.scheduler.runAll();

    assertThat(thread.state().sequence()).isGreaterThan(before);
    List<Long> all = sequences(log.all().subList(1, log.all().size()));
    assertThat(all).isSorted().doesNotHaveDuplicates();
    assertThat(all.get(all.size() - 1) - all.get(0) + 1).isEqualTo(all.size());
  }

  @Test
  @DisplayName("EVT-2: a listener that is not served delays neither the run nor another listener")
  void slowListener() {
    says(20);
    ThreadRuntime thread = world.open();
    List<String> order = new ArrayList<>();
    List<ThreadEvent> slow = new ArrayList<>();
    thread.subscribe(event -> {
      slow.add(event);
      // While this one is busy with an event, everything else goes on.
      world.scheduler.runSome(200);
    });
    thread.subscribe(event -> order.add(event.getClass().getSimpleName()));
    Run run = thread.send("go");

    world.scheduler.runAll();

    assertThat(run.completion().toCompletableFuture()).isCompleted();
    assertThat(order).endsWith("RunCompleted");
    assertThat(sequences(slow.subList(1, slow.size()))).isSorted().doesNotHaveDuplicates();
    assertThat(slow).hasSameSizeAs(order);
  }

  @Test
  @DisplayName("EVT-3: a listener that throws stays subscribed, and nobody else notices")
  void throwingListener() {
    says(3);
    ThreadRuntime thread = world.open();
    List<ThreadEvent> thrown = new ArrayList<>();
    thread.subscribe(event -> {
      thrown.add(event);
      throw new IllegalStateException("not my day");
    });
    EventLog log = EventLog.of(thread);

    RunOutcome outcome = world.send(thread, "go").outcome();

    assertThat(outcome).isEqualTo(RunOutcome.COMPLETE);
    assertThat(thrown).hasSameSizeAs(log.all());
    assertThat(World.shown(thread)).endsWith("assistant: w0 w1 w2  (complete/unknown)");
  }

  @Test
  @DisplayName("EVT-4: who falls behind gets one Overflow with the range, and then what is there")
  void overflow() {
    world.options(options -> options.eventBuffer(8));
    says(50);
    ThreadRuntime thread = world.open();
    EventLog log = EventLog.of(thread);
    world.scheduler.runAll();
    long seen = log.all().get(0).sequence();
    log.clear();

    world.send(thread, "go");

    List<ThreadEvent> events = log.all();
    ThreadEvent.Overflow overflow = log.of(ThreadEvent.Overflow.class).get(0);
    int at = events.indexOf(overflow);
    long expected = at == 0 ? seen + 1 : events.get(at - 1).sequence() + 1;
    assertThat(overflow.first()).isEqualTo(expected);
    assertThat(events.get(at + 1).sequence()).isEqualTo(overflow.last() + 1);
    assertThat(events.get(events.size() - 1)).isInstanceOf(ThreadEvent.RunCompleted.class);
  }

  @Test
  @DisplayName("EVT-5: a state listener may miss states, but never the last one")
  void newestState() {
    says(100);
    ThreadRuntime thread = world.open();
    List<ThreadState> states = new ArrayList<>();
    thread.onState(states::add);

    world.send(thread, "go");
    world.scheduler.runAll();

    assertThat(states).hasSizeLessThan(100);
    assertThat(states.get(states.size() - 1)).isSameAs(thread.state());
  }

  @Test
  @DisplayName("EVT-6: a subscription from a number replays from there, else starts with Snapshot")
  void replay() {
    world.options(options -> options.eventBuffer(16));
    says(2);
    ThreadRuntime thread = world.open();
    EventLog live = EventLog.of(thread);
    world.send(thread, "go");
    long last = thread.state().sequence();
    List<ThreadEvent> replayed = new ArrayList<>();
    List<ThreadEvent> late = new ArrayList<>();

    thread.subscribe(last - 2, replayed::add);
    thread.subscribe(1, late::add);
    world.scheduler.runAll();

    List<ThreadEvent> all = live.all();
    assertThat(replayed).isEqualTo(all.subList(all.size() - 3, all.size()));
    assertThat(late.get(0)).isInstanceOf(ThreadEvent.Snapshot.class);
    assertThat(((ThreadEvent.Snapshot) late.get(0)).state()).isSameAs(thread.state());
  }

  @Test
  @DisplayName("EVT-8: after close nothing is delivered any more, and the run goes on")
  void closedSubscription() {
    List<ThreadEvent> events = new ArrayList<>();
    ThreadRuntime thread = world.open();
    Subscription[] subscription = new Subscription[1];
    world.model.then((request, reply) -> {
      reply.text("one");
      world.scheduler.runSome(20);
      subscription[0].close();
      events.clear();
      reply.text("two");
    });
    subscription[0] = thread.subscribe(events::add);

    RunOutcome outcome = world.send(thread, "go").outcome();

    assertThat(events).isEmpty();
    assertThat(outcome).isEqualTo(RunOutcome.COMPLETE);
    assertThat(World.shown(thread)).endsWith("assistant: onetwo (complete/unknown)");
  }

  @Test
  @DisplayName("EVT-9: each delta emits exactly one event, which holds the delta and no more")
  void oneEventPerDelta() {
    says(30);
    ThreadRuntime thread = world.open();
    EventLog log = EventLog.of(thread);

    world.send(thread, "go");

    assertThat(log.of(ThreadEvent.TextDelta.class))
        .extracting(ThreadEvent.TextDelta::delta)
        .isEqualTo(IntStream.range(0, 30).mapToObj(word -> "w" + word + " ").toList());
  }

  @Test
  @DisplayName(
      "EVT-10: what changes nothing emits nothing, and unchanged parts stay the same objects")
  void unchanged() {
    says(1);
    ThreadRuntime thread = world.open();
    world.send(thread, "one");
    thread.updateCustom(thread.state().messages().get(0).id(), Map.of("k", 1));
    world.scheduler.runAll();
    ThreadState before = thread.state();

    thread.updateCustom(before.messages().get(0).id(), Map.of("k", 1));
    thread.setHead(before.messages().get(1).id());
    thread.switchToBranch(before.messages().get(0).id());
    world.scheduler.runAll();
    assertThat(thread.state().sequence()).isEqualTo(before.sequence());

    says(1);
    world.send(thread, "two");
    ThreadState after = thread.state();
    assertThat(after.messages().get(0)).isSameAs(before.messages().get(0));
    assertThat(after.messages().get(1)).isSameAs(before.messages().get(1));
    assertThat(after.places().get(1)).isSameAs(before.places().get(1));
  }

  @Test
  @DisplayName("EVT-12: a listener has every event of a run before completion() ends")
  void listenersFirst() {
    says(5);
    ThreadRuntime thread = world.open();
    List<ThreadEvent> events = new ArrayList<>();
    List<ThreadEvent> atCompletion = new ArrayList<>();
    thread.subscribe(events::add);

    Run run = thread.send("go");
    run.completion().thenRun(() -> atCompletion.addAll(events));
    world.scheduler.runAll();

    assertThat(atCompletion.get(atCompletion.size() - 1))
        .isInstanceOf(ThreadEvent.RunCompleted.class);
  }

  @Test
  @DisplayName(
      "EVT-12: a listener that never comes back holds completion() no longer than the grace")
  void stuckListener() {
    says(1);
    ThreadRuntime thread = world.open();
    thread.subscribe(event -> {
      if (event instanceof ThreadEvent.RunStarted) {
        world.scheduler.advance(Duration.ofSeconds(6));
        assertThat(requireNonNull(thread.state().head()).text()).isEqualTo("w0 ");
      }
    });

    RunOutcome outcome = world.send(thread, "go").outcome();

    assertThat(outcome).isEqualTo(RunOutcome.COMPLETE);
  }
}
