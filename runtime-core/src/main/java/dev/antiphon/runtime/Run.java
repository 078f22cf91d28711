package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One uninterrupted piece of work for one assistant message. It ends when the message is terminal
 * or paused; a decision taken after a pause starts a new run on the same message.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * <p>Implemented by the runtime.
 */
public interface Run {

  /** Returns the run's id. */
  RunId id();

  /** Returns the thread it belongs to. */
  ThreadKey thread();

  /** Returns the message it writes, or {@code null} while there is none. */
  @Nullable
  MessageId messageId();

  /** Returns where it stands. */
  RunState state();

  /**
   * Cancels the run. Legal in every state, idempotent, and at once: when it returns, the message
   * reads cancelled (rule RUN-15). Never waits for an adapter or a tool.
   */
  void cancel();

  /**
   * Returns what ends when the last write is done (rule RUN-2): normally with the result; with
   * {@link RunFailedException} if the model failed; with {@link MessageNotSentException} if the
   * message was not sent. Cancelling or completing the stage does not affect the run.
   */
  CompletionStage<RunResult> completion();

  /**
   * Waits for {@link #completion()}.
   *
   * @return what came of the run
   * @throws RunFailedException if the model failed
   * @throws MessageNotSentException if the message was not sent
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  RunResult await() throws InterruptedException;

  /**
   * Waits for {@link #completion()}, but not for ever.
   *
   * @param atMost how long to wait
   * @return what came of the run
   * @throws TimeoutException if it takes longer; the run goes on
   * @throws RunFailedException if the model failed
   * @throws MessageNotSentException if the message was not sent
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  RunResult await(Duration atMost) throws InterruptedException, TimeoutException;
}
