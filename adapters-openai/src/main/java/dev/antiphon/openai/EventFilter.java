package dev.antiphon.openai;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each event of one stream before LangChain4j does: finds failures that it would hide,
 * repairs what it would misread, and knows when the stream is over.
 *
 * <p><b>Threads.</b> For the thread that reads the stream.
 */
interface EventFilter {

  /** Hands everything on: for wires of which we know nothing. */
  EventFilter NONE = new EventFilter() {
    @Override
    public ServerSentEvent accept(ServerSentEvent event) {
      return event;
    }

    @Override
    public boolean isOver() {
      return false;
    }

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public @Nullable String missing() {
      return null;
    }
  };

  /**
   * Looks at an event.
   *
   * @param event as it came
   * @return what to hand on, or {@code null} for nothing
   * @throws ReportedException if the event is an error of the provider's
   * @throws IllegalArgumentException if it makes no sense
   */
  @Nullable
  ServerSentEvent accept(ServerSentEvent event);

  /** Returns whether the stream has said that nothing follows. */
  boolean isOver();

  /** Returns whether the reply is complete, so that a failure from now on costs nothing. */
  boolean isFinished();

  /** Returns what a stream that ends now lacks, as a noun phrase, or {@code null} for nothing. */
  @Nullable
  String missing();
}
