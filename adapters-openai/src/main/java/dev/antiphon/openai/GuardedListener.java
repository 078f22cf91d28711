package dev.antiphon.openai;

import dev.antiphon.port.ModelException;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a parser and LangChain4j: filters events, and keeps the first failure, after which
 * no event is handed on. Whether the stream ended well is told once, by whoever reads it.
 *
 * <p><b>Threads.</b> For the thread that reads the stream.
 */
final class GuardedListener implements ServerSentEventListener {

  private final ServerSentEventListener target;
  private final EventFilter filter;
  private final ModelCall call;
  private final TransportFailure failures;

  private @Nullable ModelException failure;
  private boolean hasEvents;

  GuardedListener(
      ServerSentEventListener target,
      EventFilter filter,
      ModelCall call,
      TransportFailure failures) {
    this.target = target;
    this.filter = filter;
    this.call = call;
    this.failures = failures;
  }

  /** Returns whether nothing more is wanted. */
  boolean isOver() {
    return hasFailed() || call.isStopped() || filter.isOver();
  }

  /** Returns whether the whole reply is there, whatever may follow. */
  boolean isComplete() {
    return filter.isFinished();
  }

  /** Returns whether there was an event. */
  boolean hasEvents() {
    return hasEvents;
  }

  /** Returns whether something went wrong. */
  boolean hasFailed() {
    return failure != null;
  }

  /**
   * Returns what went wrong with a stream that has ended, or {@code null}. What goes wrong behind a
   * complete reply, or after the call was stopped, does not matter.
   */
  @Nullable
  ModelException outcome() {
    if (filter.isFinished() || call.isStopped()) {
      return null;
    }
    if (failure != null) {
      return failure;
    }
    String missing = filter.missing();
    return missing == null ? null : failures.unfinished(missing);
  }

  @Override
  public void onOpen(SuccessfulHttpResponse response) {
    target.onOpen(response);
  }

  @Override
  public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
    if (isOver()) {
      return;
    }
    hasEvents = true;
    try {
      ServerSentEvent checked = filter.accept(event);
      if (checked != null) {
        target.onEvent(checked, context);
      }
    } catch (ReportedException reported) {
      failure = reported.error().failure(failures.server(), null, null);
    } catch (RuntimeException unreadable) {
      failure = failures.malformed("an event is not as expected.", unreadable);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    if (hasFailed() || call.isStopped()) {
      return;
    }
    failure = thrown instanceof IOException cut
        ? failures.whileReading(cut)
        : failures.malformed("an event is not as expected.", thrown);
  }
}
