package dev.antiphon.tck;

import static dev.antiphon.tck.ModelBehaviour.BREAKS_OFF;
import static dev.antiphon.tck.ModelBehaviour.CALLS;
import static dev.antiphon.tck.ModelBehaviour.CALLS_TWICE;
import static dev.antiphon.tck.ModelBehaviour.FAILS;
import static dev.antiphon.tck.ModelBehaviour.IS_ASKED_TOO_MUCH;
import static dev.antiphon.tck.ModelBehaviour.NEVER_ANSWERS;
import static dev.antiphon.tck.ModelBehaviour.REASONS;
import static dev.antiphon.tck.ModelBehaviour.REFUSES_FOR_NOW;
import static dev.antiphon.tck.ModelBehaviour.REFUSES_KEY;
import static dev.antiphon.tck.ModelBehaviour.RUNS_OUT;
import static dev.antiphon.tck.ModelBehaviour.SAYS;
import static dev.antiphon.tck.ModelBehaviour.SAYS_NOTHING;
import static dev.antiphon.tck.ModelBehaviour.SAYS_SEEN;
import static dev.antiphon.tck.ModelBehaviour.STALLS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Step;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ModelException;
import dev.antiphon.runtime.Run;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ChatModelAdapter} promises. Extend it, let a model behave as you are told, and
 * say what it was asked.
 *
 * <p>What a model can leave out is said by {@link #abilities()}; what it does not declare is
 * asserted to be absent.
 *
 * <p><b>Threads.</b> The runs are on the threads of a runtime; the last test has several at once.
 */
@PortContract(ChatModelAdapter.class)
public abstract class ChatModelContract {

  /** What a model may leave out. Everything else is not negotiable. */
  public enum Ability {
    /** It thinks aloud: {@link ModelBehaviour#REASONS} gives a reasoning part. */
    REASONING,
    /** The arguments of a call come piece by piece. */
    STREAMED_ARGUMENTS,
    /** It says how many tokens a reply took. */
    USAGE,
    /** A cancel reaches the model before it has answered anything. */
    CANCEL_BEFORE_ANSWER
  }

  /** Makes the contract. */
  protected ChatModelContract() {}

  /**
   * Opens a model. It is asked again only if it must be: if yours sends a request again after a
   * failure, open it so that it does not.
   *
   * @param behaviours what it does, one for each request; the last one for all further requests
   */
  protected abstract ChatModelAdapter open(ModelBehaviour... behaviours) throws Exception;

  /** Waits until the model that was opened last has got a request. */
  protected abstract void awaitAsked() throws Exception;

  /** Returns what the model that was opened last was asked last. */
  protected abstract List<AskedMessage> asked();

  /** Waits until the model that was opened last has seen that a request was given up. */
  protected abstract void awaitGivenUp() throws Exception;

  /** Returns what this model can do; all of it, unless overridden. */
  protected Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  private boolean can(Ability ability) {
    return abilities().contains(ability);
  }

  // ---- what it says

  @Test
  @DisplayName("REPLY-1, REPLY-2: text comes piece by piece, and the reply is complete")
  final void text() throws Exception {
    try (ModelSession session = new ModelSession(open(SAYS))) {
      Message reply = session.ask("Hi");

      assertThat(ModelSession.words(reply)).startsWith("complete");
      assertThat(reply.text()).isEqualTo("Hello, world!");
      assertThat(reply.content()).hasSize(1);
      assertThat(session.count(ThreadEvent.TextDelta.class)).isGreaterThan(1);
      assertThat(session.count(ThreadEvent.RunEnded.class)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("RUN-25: each step is recorded with its finish reason, and with its usage if told")
  final void usage() throws Exception {
    try (ModelSession session = new ModelSession(open(SAYS))) {
      Step step = session.ask("Hi").metadata().steps().get(0);

      assertThat(step.finishReason()).isNotBlank();
      assertThat(step.usage()).isEqualTo(can(Ability.USAGE) ? new TokenUsage(12, 5) : null);
    }
  }

  @Test
  @DisplayName("REPLY-2: reasoning is a part of its own before the text")
  final void reasoning() throws Exception {
    try (ModelSession session = new ModelSession(open(REASONS))) {
      Message reply = session.ask("Hi");

      assertThat(reply.text()).isEqualTo("Hello!");
      if (can(Ability.REASONING)) {
        assertThat(reply.content().get(0))
            .isInstanceOfSatisfying(
                ReasoningPart.class, part -> assertThat(part.text()).isEqualTo("They greet."));
      } else {
        assertThat(reply.content()).noneMatch(ReasoningPart.class::isInstance);
      }
    }
  }

  @Test
  @DisplayName("CONT-2: a reply that may not be longer is incomplete, and keeps what there is")
  final void runsOut() throws Exception {
    try (ModelSession session = new ModelSession(open(RUNS_OUT))) {
      Message reply = session.ask("Tell me a story");

      assertThat(ModelSession.words(reply)).isEqualTo("incomplete/length");
      assertThat(reply.text()).isEqualTo("Once upon");
    }
  }

  @Test
  @DisplayName("CONT-7: an empty reply is complete, and the thread goes on")
  final void nothing() throws Exception {
    try (ModelSession session = new ModelSession(open(SAYS_NOTHING, SAYS))) {
      Message reply = session.ask("Hi");
      Message next = session.ask("Are you there?");

      assertThat(ModelSession.words(reply)).startsWith("complete");
      assertThat(reply.content()).isEmpty();
      assertThat(next.text()).isEqualTo("Hello, world!");
      assertAskedInOrder();
    }
  }

  // ---- what it is asked

  @Test
  @DisplayName("RUN-13: the model gets the system text and all turns in their order")
  final void turns() throws Exception {
    try (ModelSession session = new ModelSession(open(SAYS))) {
      session.ask("First");
      session.ask("Second");

      assertThat(asked())
          .containsExactly(
              new AskedMessage("system", "Be brief.", 0),
              new AskedMessage("user", "First", 0),
              new AskedMessage("assistant", "Hello, world!", 0),
              new AskedMessage("user", "Second", 0));
    }
  }

  @Test
  @DisplayName("TOOL-9: a thread that was cancelled and has failed makes a request in good order")
  final void troubledTurns() throws Exception {
    try (ModelSession session = new ModelSession(open(STALLS, FAILS, CALLS, SAYS_SEEN, SAYS))) {
      Run run = session.thread.send("Cancelled");
      session.await(ThreadEvent.TextDelta.class::isInstance);
      run.cancel();
      ModelSession.finished(run);
      session.failureOf("Failed");
      session.ask("Look");

      assertThat(session.ask("Still there?").text()).isEqualTo("Hello, world!");
      assertAskedInOrder();
      assertThat(asked()).extracting(AskedMessage::text).contains("Hel", "Seen.");
    }
  }

  /** Checks roles, their order, and that each call is answered right behind it. */
  private void assertAskedInOrder() {
    List<AskedMessage> asked = asked();
    int unanswered = 0;
    String before = "";
    for (AskedMessage message : asked) {
      if (message.role().equals("tool")) {
        unanswered--;
        assertThat(unanswered).as("a result answers a call: %s", asked).isNotNegative();
      } else {
        assertThat(unanswered).as("every call has its result: %s", asked).isZero();
        assertThat(message.role()).as("roles take turns: %s", asked).isNotEqualTo(before);
        assertThat(message.text().isBlank() && message.calls() == 0)
            .as("no message is empty: %s", asked)
            .isFalse();
        unanswered = message.calls();
      }
      before = message.role();
    }
    assertThat(before).as("somebody waits for an answer: %s", asked).isIn("user", "tool");
  }

  // ---- tools

  @Test
  @DisplayName("TOOL-1, REPLY-3: a call is executed with its arguments, and its result goes back")
  final void call() throws Exception {
    try (ModelSession session = new ModelSession(open(CALLS, SAYS_SEEN))) {
      Message reply = session.ask("Look");

      assertThat(session.executions).containsExactly(Map.of("n", 1));
      assertThat(reply.text()).isEqualTo("Seen.");
      assertThat(reply.toolCalls()).singleElement().matches(ToolCallPart::hasResult);
      assertAskedInOrder();
      AskedMessage last = asked().get(asked().size() - 1);
      assertThat(last.role()).isEqualTo("tool");
      assertThat(last.text()).isEqualTo("a cat");
    }
  }

  @Test
  @DisplayName("TOOL-7: calls made at once are executed each, and every result goes back")
  final void calls() throws Exception {
    try (ModelSession session = new ModelSession(open(CALLS_TWICE, SAYS_SEEN))) {
      Message reply = session.ask("Look");

      assertThat(session.executions).containsExactlyInAnyOrder(Map.of("n", 1), Map.of("n", 2));
      assertThat(reply.toolCalls()).extracting(ToolCallPart::toolCallId).doesNotHaveDuplicates();
      assertThat(reply.text()).isEqualTo("Seen.");
      assertAskedInOrder();
    }
  }

  @Test
  @DisplayName("REPLY-3: arguments can be seen while they are written, if the model streams them")
  final void argumentsGrow() throws Exception {
    try (ModelSession session = new ModelSession(open(CALLS, SAYS_SEEN))) {
      session.ask("Look");

      long pieces = session.count(ThreadEvent.ArgumentsDelta.class);
      assertThat(pieces > 1).isEqualTo(can(Ability.STREAMED_ARGUMENTS));
    }
  }

  @Test
  @DisplayName("REPLY-4: calls of several turns never share an id")
  final void idsOfTurns() throws Exception {
    try (ModelSession session = new ModelSession(open(CALLS, SAYS_SEEN, CALLS, SAYS_SEEN))) {
      List<ToolCallPart> calls = new ArrayList<>(session.ask("Look").toolCalls());
      calls.addAll(session.ask("Look again").toolCalls());

      assertThat(calls).hasSize(2).allMatch(ToolCallPart::hasResult);
      assertThat(calls).extracting(ToolCallPart::toolCallId).doesNotHaveDuplicates();
    }
  }

  // ---- failures

  @Test
  @DisplayName("ERR-6: a key that is refused is a failure of authentication; no retry helps")
  final void refusedKey() throws Exception {
    ModelException failure = failureOf(REFUSES_KEY);

    assertThat(failure.code()).isEqualTo("authentication");
    assertThat(failure.isRetryable()).isFalse();
  }

  @Test
  @DisplayName("ERR-6: too many requests are a rate limit; a retry may help")
  final void refusedForNow() throws Exception {
    ModelException failure = failureOf(REFUSES_FOR_NOW);

    assertThat(failure.code()).isEqualTo("rate-limit");
    assertThat(failure.isRetryable()).isTrue();
  }

  @Test
  @DisplayName("ERR-6: a request that is too long says so; no retry helps")
  final void askedTooMuch() throws Exception {
    ModelException failure = failureOf(IS_ASKED_TOO_MUCH);

    assertThat(failure.code()).isEqualTo("context-length");
    assertThat(failure.isRetryable()).isFalse();
  }

  @Test
  @DisplayName("ERR-6: a model that fails by itself is unavailable; a retry may help")
  final void failsByItself() throws Exception {
    ModelException failure = failureOf(FAILS);

    assertThat(failure.code()).isEqualTo("unavailable");
    assertThat(failure.isRetryable()).isTrue();
  }

  private ModelException failureOf(ModelBehaviour behaviour) throws Exception {
    try (ModelSession session = new ModelSession(open(behaviour, SAYS))) {
      ModelException failure = session.failureOf("Hi");

      assertThat(failure.getMessage()).isNotBlank();
      assertThat(session.count(ThreadEvent.RunEnded.class)).isEqualTo(1);
      assertThat(session.ask("Again?").text()).isEqualTo("Hello, world!");
      return failure;
    }
  }

  @Test
  @DisplayName("RUN-27, ERR-6: a reply that breaks off has failed, keeps its text, and ends once")
  final void breaksOff() throws Exception {
    try (ModelSession session = new ModelSession(open(BREAKS_OFF, SAYS))) {
      Message reply = session.ask("Hi");

      assertThat(ModelSession.words(reply)).isEqualTo("incomplete/error");
      assertThat(reply.status())
          .matches(status -> status != null
              && status.error() != null
              && Set.of("stream-cut", "network").contains(status.error().code()));
      assertThat(reply.text()).isEqualTo("Hel");
      assertThat(session.count(ThreadEvent.RunEnded.class)).isEqualTo(1);
      assertThat(session.ask("Again?").text()).isEqualTo("Hello, world!");
    }
  }

  // ---- cancel

  @Test
  @DisplayName(
      "RUN-15, RUN-16: a cancel in the middle of a reply is at once, and reaches the model")
  final void cancelInMidStream() throws Exception {
    try (ModelSession session = new ModelSession(open(STALLS, SAYS))) {
      Run run = session.thread.send("Hi");
      session.await(ThreadEvent.TextDelta.class::isInstance);
      run.cancel();

      Message reply = ModelSession.finished(run);
      assertThat(ModelSession.words(reply)).isEqualTo("incomplete/cancelled");
      assertThat(reply.text()).isEqualTo("Hel");
      awaitGivenUp();
      assertThat(session.ask("Again?").text()).isEqualTo("Hello, world!");
      assertThat(session.count(ThreadEvent.LeakSuspected.class)).isZero();
    }
  }

  @Test
  @DisplayName("RUN-15, RUN-16: so is one before the first answer, and if it can it reaches it too")
  final void cancelBeforeAnswer() throws Exception {
    try (ModelSession session = new ModelSession(open(NEVER_ANSWERS, SAYS))) {
      Run run = session.thread.send("Hi");
      awaitAsked();
      run.cancel();

      assertThat(ModelSession.words(ModelSession.finished(run))).isEqualTo("incomplete/cancelled");
      if (can(Ability.CANCEL_BEFORE_ANSWER)) {
        awaitGivenUp();
      }
      assertThat(session.ask("Again?").text()).isEqualTo("Hello, world!");
      assertThat(session.count(ThreadEvent.LeakSuspected.class)).isZero();
    }
  }

  // ---- several at once

  @Test
  @DisplayName("RUN-13: one model answers several threads at once, each its own")
  final void severalAtOnce() throws Exception {
    ChatModelAdapter model = open(SAYS);

    List<Object> replies = Together.run(8, number -> () -> {
      try (ModelSession session = new ModelSession(model)) {
        return session.ask("Number " + number).text();
      }
    });

    assertThat(replies).hasSize(8).containsOnly("Hello, world!");
  }
}
