package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.ManualScheduler;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UnsavedReplyTest {

  private final ObservedDataSource observed = new ObservedDataSource(TestDatabases.inMemory());
  private final JdbcThreadHistory history = new JdbcThreadHistory(observed.dataSource());
  private final ManualScheduler scheduler = new ManualScheduler();
  private final List<ThreadEvent> events = new ArrayList<>();
  private final ThreadRuntime thread = open();

  @BeforeEach
  void replyFailsToBeStored() {
    history.load(Batches.THREAD);
    observed.failWith(act ->
        act.startsWith("update antiphon_message") ? new SQLException("refused", "HY000") : null);
  }

  @Test
  @DisplayName("D3, HIST-7: a reply whose last write fails is shown, complete and told as unsaved")
  void shownAsUnsaved() {
    RunResult result = send("hello").join();

    MessageId reply = requireNonNull(result.message()).id();
    assertThat(result.isSaved()).isFalse();
    assertThat(requireNonNull(thread.state().head()).status()).isEqualTo(Status.COMPLETE_UNKNOWN);
    assertThat(thread.state().head()).extracting(message -> message.text()).isEqualTo("hello you");
    assertThat(thread.state().saveState(reply)).isEqualTo(SaveState.UNSAVED);
    assertThat(events).anyMatch(ThreadEvent.MessageUnsaved.class::isInstance);
  }

  @Test
  @DisplayName("D3, HIST-8: while an earlier reply cannot be stored, the next question is not sent")
  void nextIsNotSent() {
    send("hello").join();

    CompletableFuture<RunResult> next = send("again");

    assertThatThrownBy(next::join)
        .cause()
        .isInstanceOfSatisfying(
            MessageNotSentException.class,
            notSent -> assertThat(notSent.draft()).isNotNull())
        .hasCauseInstanceOf(StorageException.class);
    assertThat(thread.state().messages()).hasSize(2);
    assertThat(Batches.stored(history)).hasSize(2);
  }

  @Test
  @DisplayName("D3, HIST-8: when storing works again, the next question takes the reply along")
  void nextTakesItAlong() {
    send("hello").join();
    observed.failWith(act -> null);

    RunResult next = send("again").join();

    assertThat(next.isSaved()).isTrue();
    assertThat(thread.state().unsaved()).isEmpty();
    assertThat(CrashChecker.checkedTree(history.load(Batches.THREAD)).values())
        .extracting(item -> item.message())
        .isEqualTo(thread.state().messages())
        .hasSize(4);
  }

  private CompletableFuture<RunResult> send(String text) {
    Run run = thread.send(text);
    scheduler.runAll();
    // Every attempt to store, with the waiting between them.
    scheduler.advance(Duration.ofMinutes(5));
    return run.completion().toCompletableFuture();
  }

  private ThreadRuntime open() {
    LocalRuntime runtime = LocalRuntime.builder((request, reply) -> reply.text("hello you"))
        .json(new PlainJson())
        .history(history)
        .threadList(new JdbcThreadList(observed.dataSource(), scheduler))
        .clock(scheduler)
        .executor(scheduler)
        .timer(scheduler)
        .build();
    ThreadRuntime opened = runtime.threads(Batches.THREAD.owner()).open(Batches.THREAD.threadId());
    opened.subscribe(events::add);
    return opened;
  }
}
