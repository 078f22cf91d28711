package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Status;
import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.port.SuggestionRequest;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuggestionsTest {

  private static final Suggestion MORE = Suggestion.of("Tell me more");
  private static final Suggestion LESS = new Suggestion("Be brief", "Brief", "one line");

  private final World world = new World();
  private final List<SuggestionRequest> asked = new ArrayList<>();
  private final List<Consumer<List<Suggestion>>> sinks = new ArrayList<>();
  private final Deque<SuggestionAdapter> scripts = new ArrayDeque<>();

  @BeforeEach
  void setUp() {
    world.with(builder -> builder.suggestions((request, suggestions) -> {
      asked.add(request);
      sinks.add(suggestions);
      SuggestionAdapter script = scripts.poll();
      if (script == null) {
        suggestions.accept(List.of(MORE));
      } else {
        script.generate(request, suggestions);
      }
    }));
  }

  private ThreadRuntime answered() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    return thread;
  }

  @Test
  @DisplayName("SUGG-1: suggestions follow a run that ended complete, and carry title and label")
  void afterACompleteRun() {
    scripts.add((request, suggestions) -> suggestions.accept(List.of(MORE, LESS)));

    ThreadRuntime thread = answered();

    assertThat(thread.state().suggestions()).containsExactly(MORE, LESS);
    assertThat(asked).hasSize(1);
  }

  @Test
  @DisplayName("SUGG-1: none follow a run that was cancelled, failed, was cut off, or paused")
  void notAfterOthers() {
    world.tools(Tool.builder("ask", "Asks").build());
    ThreadRuntime thread = world.open();
    world
        .model
        .then((request, reply) -> thread.cancelRun())
        .then((request, reply) -> {
          throw new IllegalStateException("No model");
        })
        .then((request, reply) -> reply.status(Status.incomplete(Status.Reason.LENGTH)))
        .calls("c1", "ask", "{}");

    List<RunOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Run run = thread.send("Go");
      world.scheduler.runAll();
      run.completion().whenComplete((result, failure) -> {
        if (result != null) {
          outcomes.add(result.outcome());
        }
      });
    }

    assertThat(outcomes)
        .containsExactly(RunOutcome.CANCELLED, RunOutcome.INCOMPLETE, RunOutcome.PAUSED);
    assertThat(asked).isEmpty();
  }

  @Test
  @DisplayName("SUGG-1: none follow a run whose message is not the head at its end")
  void notBesideTheHead() {
    ThreadRuntime thread = answered();
    asked.clear();
    world.model.then((request, reply) -> {
      reply.text("Beside");
      thread.setHead(thread.message(0).id());
    });

    Run run = thread.reload(thread.message(1).id());

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(asked).isEmpty();
  }

  @Test
  @DisplayName("SUGG-1: while the queue goes on at once, only the last run is followed up")
  void notBetweenQueuedRuns() {
    ThreadRuntime thread = world.open();
    world
        .model
        .then((request, reply) -> {
          thread.send("Second");
          reply.text("One");
        })
        .says("Two");

    world.send(thread, "First");

    assertThat(asked)
        .singleElement()
        .satisfies(request -> assertThat(request.messages()).hasSize(4));
  }

  @Test
  @DisplayName("SUGG-2: the adapter gets the branch, and each list replaces the one before")
  void branchAndLists() {
    scripts.add((request, suggestions) -> {
      suggestions.accept(List.of(MORE));
      suggestions.accept(List.of(MORE, LESS));
      suggestions.accept(List.of(LESS));
    });
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);

    world.send(thread, "Hi");

    assertThat(asked.get(0).messages()).extracting(Message::text).containsExactly("Hi", "Hello");
    assertThat(asked.get(0).thread()).isEqualTo(thread.key());
    assertThat(events.of(ThreadEvent.SuggestionsChanged.class))
        .extracting(ThreadEvent.SuggestionsChanged::suggestions)
        .containsExactly(List.of(MORE), List.of(MORE, LESS), List.of(LESS));
    assertThat(thread.state().suggestions()).containsExactly(LESS);
  }

  @Test
  @DisplayName("SUGG-2: an error emits SuggestionsFailed and nothing else; what is shown stays")
  void failure() {
    scripts.add((request, suggestions) -> {
      suggestions.accept(List.of(MORE));
      throw new AssertionError("Out of ideas");
    });
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);

    RunOutcome outcome = world.send(thread, "Hi").outcome();

    assertThat(outcome).isEqualTo(RunOutcome.COMPLETE);
    assertThat(events.of(ThreadEvent.SuggestionsFailed.class))
        .singleElement()
        .satisfies(failed -> assertThat(failed.error().message()).isEqualTo("Out of ideas"));
    assertThat(thread.state().suggestions()).containsExactly(MORE);
  }

  @Test
  @DisplayName("SUGG-2, EVT-11: they are asked for after RunEnded, and completion does not wait")
  void completionDoesNotWait() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    world.model.says("Hello");
    Run run = thread.send("Hi");
    scripts.add((request, suggestions) -> {
      assertThat(events.names()).contains("RunEnded");
      world.scheduler.runAll();
      assertThat(run.state()).isEqualTo(RunState.ENDED);
      assertThat(run.completion().toCompletableFuture()).isCompleted();
      suggestions.accept(List.of(MORE));
    });

    world.scheduler.runAll();

    assertThat(scripts).isEmpty();
    assertThat(events.names().indexOf("SuggestionsChanged"))
        .isGreaterThan(events.names().indexOf("RunEnded"));
  }

  /** What makes suggestions out of date. */
  private enum GoesOn {
    RUN_START {
      @Override
      void on(ThreadRuntime thread) {
        thread.send("Next");
      }
    },
    RESET {
      @Override
      void on(ThreadRuntime thread) {
        thread.reset();
      }
    },
    IMPORT {
      @Override
      void on(ThreadRuntime thread) {
        thread.importThread(thread.export());
      }
    },
    BRANCH_SWITCH {
      @Override
      void on(ThreadRuntime thread) {
        thread.setHead(thread.message(0).id());
      }
    },
    DELETE {
      @Override
      void on(ThreadRuntime thread) {
        thread.delete(thread.message(1).id());
      }
    },
    APPEND {
      @Override
      void on(ThreadRuntime thread) {
        thread.append(MessageInput.text("Noted"));
      }
    };

    abstract void on(ThreadRuntime thread);
  }

  @ParameterizedTest
  @EnumSource(GoesOn.class)
  @DisplayName("SUGG-3: whatever makes the thread go on clears them")
  void cleared(GoesOn goesOn) {
    ThreadRuntime thread = answered();
    scripts.add((request, suggestions) -> {});
    assertThat(thread.state().suggestions()).isNotEmpty();

    goesOn.on(thread);
    world.scheduler.runAll();

    assertThat(thread.state().suggestions()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(GoesOn.class)
  @DisplayName("SUGG-3: and cancels the request under way; its late lists and errors are dropped")
  void cancelled(GoesOn goesOn) {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    List<String> closed = new ArrayList<>();
    scripts.add((request, suggestions) -> {
      request.cancellation().onCancel(() -> closed.add("stream"));
      scripts.add((second, ignored) -> {});
      goesOn.on(thread);
      world.scheduler.runAll();
      assertThat(request.cancellation().isCancelled()).isTrue();
      suggestions.accept(List.of(LESS));
      throw new IllegalStateException("Stream closed");
    });
    world.model.says("Hello");

    world.send(thread, "Hi");

    assertThat(closed).containsExactly("stream");
    assertThat(thread.state().suggestions()).isEmpty();
    assertThat(events.of(ThreadEvent.SuggestionsFailed.class)).isEmpty();
  }

  @Test
  @DisplayName("SUGG-3: close cancels the request")
  void close() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CountDownLatch isCancelled = new CountDownLatch(1);
    SuggestionAdapter slow = (request, suggestions) -> {
      suggestions.accept(List.of(MORE));
      request.cancellation().onCancel(isCancelled::countDown);
      isAsked.countDown();
      isCancelled.await();
      suggestions.accept(List.of(LESS));
    };
    LocalRuntime runtime = LocalRuntime.builder((request, reply) -> reply.text("Hello"))
        .suggestions(slow)
        .build();
    ThreadRuntime thread = runtime.threads().open("t");
    thread.send("Hi").await();
    isAsked.await();

    runtime.close();

    assertThat(isCancelled.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(thread.state().suggestions()).isEmpty();
  }

  @Test
  @DisplayName("SUGG-3: a list that comes after the adapter returned is dropped")
  void tooLate() {
    ThreadRuntime thread = answered();

    sinks.get(0).accept(List.of(LESS));

    assertThat(thread.state().suggestions()).containsExactly(MORE);
  }

  @Test
  @DisplayName("SUGG-3: showing the branch that is shown already clears nothing")
  void sameBranch() {
    ThreadRuntime thread = answered();

    thread.switchToBranch(thread.message(1).id());

    assertThat(thread.state().suggestions()).containsExactly(MORE);
  }

  @Test
  @DisplayName(
      "OPT-4: the adapter can be replaced; a question under way is answered by the old one")
  void replaced() {
    LocalRuntime runtime = world.start();
    ThreadRuntime thread = runtime.threads("ada").open("t");
    scripts.add((request, suggestions) -> {
      runtime.setSuggestions((next, list) -> list.accept(List.of(LESS)));
      suggestions.accept(List.of(MORE));
    });
    world.model.says("Hello").says("Again");

    world.send(thread, "Hi");
    List<Suggestion> first = thread.state().suggestions();
    world.send(thread, "And?");
    List<Suggestion> second = thread.state().suggestions();
    runtime.setSuggestions(null);
    world.send(thread, "And?");

    assertThat(first).containsExactly(MORE);
    assertThat(second).containsExactly(LESS);
    assertThat(thread.state().suggestions()).isEmpty();
  }
}
