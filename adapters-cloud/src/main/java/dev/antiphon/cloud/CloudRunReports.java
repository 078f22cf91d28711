package dev.antiphon.cloud;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cloud.StoredRows.Stored;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.runtime.Subscription;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.thread.ThreadEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tells Assistant Cloud how runs went: outcome, steps, tokens, times, tools. A run that waits for a
 * person is not told of, and neither is one that was not sent.
 *
 * <p>Reports are sent behind the runs' backs: a run never waits for one, and one that fails is
 * logged and not sent again. Of those that wait to be sent, 1000 are kept.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Reports are sent on one thread of its
 * own, which ends when there is nothing to do.
 */
public final class CloudRunReports implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(CloudRunReports.class.getName());
  private static final int WAITING = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CloudClient client;
  private final boolean hasContent;
  private final ThreadPoolExecutor sender;

  private CloudRunReports(CloudClient client, boolean hasContent) {
    this.client = requireNonNull(client, "client");
    this.hasContent = hasContent;
    this.sender = new ThreadPoolExecutor(
        1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
          Thread thread = new Thread(task, "antiphon-cloud-reports");
          thread.setDaemon(true);
          return thread;
        });
    sender.allowCoreThreadTimeOut(true);
  }

  /**
   * Makes reports with what was written, and with arguments and results of tools, as front ends of
   * assistant-ui do.
   *
   * @param client speaks to the server
   */
  public static CloudRunReports withContent(CloudClient client) {
    return new CloudRunReports(client, true);
  }

  /**
   * Makes reports of numbers and names alone.
   *
   * @param client speaks to the server
   */
  public static CloudRunReports withoutContent(CloudClient client) {
    return new CloudRunReports(client, false);
  }

  /**
   * Tells of the runs of a thread from now on.
   *
   * @param thread the thread, which {@link CloudThreadHistory} keeps
   * @return ends it
   */
  public Subscription watch(ThreadRuntime thread) {
    return thread.subscribe(event -> {
      if (event instanceof ThreadEvent.RunCompleted completed
          && RunReport.isDue(completed.outcome())
          && completed.messageId() != null) {
        take(thread, completed.messageId(), completed.outcome());
      }
    });
  }

  private void take(ThreadRuntime thread, MessageId id, RunOutcome outcome) {
    Message message;
    try {
      message = thread.message(id);
    } catch (UnknownMessageException deleted) {
      // Somebody removed it since: there is nothing left to tell of.
      return;
    }
    send(thread.key(), message, outcome);
  }

  private void send(ThreadKey thread, Message message, RunOutcome outcome) {
    try {
      sender.execute(() -> report(thread, message, outcome));
    } catch (RejectedExecutionException full) {
      LOG.log(
          System.Logger.Level.WARNING, "A run is not reported: too many wait, or it is closed.");
    }
  }

  private void report(ThreadKey thread, Message message, RunOutcome outcome) {
    try {
      client.threads().onRow(thread, row -> {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("thread_id", row);
        client
            .messages()
            .of(thread, row)
            .get(message.id())
            .map(Stored::rowId)
            .ifPresent(id -> body.put("message_id", id));
        body.putAll(RunReport.of(message, outcome, hasContent));
        return client.send(thread.owner(), CloudCall.post("runs").body(body));
      });
    } catch (RuntimeException failure) {
      LOG.log(System.Logger.Level.WARNING, "A run is not reported.", failure);
    }
  }

  /** Sends what waits, for up to 10 seconds, and takes nothing more. */
  @Override
  public void close() {
    sender.shutdown();
    try {
      if (!sender.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        int left = sender.getQueue().size();
        sender.getQueue().clear();
        LOG.log(System.Logger.Level.WARNING, left + " runs are not reported: it took too long.");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
