package dev.antiphon.openai;

import dev.langchain4j.http.client.sse.DefaultServerSentEventParsingHandle;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * Reads server-sent events, by bytes: line ends CR, LF or both, a byte order mark, comments, data
 * over several lines, wherever a read happens to cut. An event at the end of the stream counts
 * without its blank line.
 *
 * <p><b>Threads.</b> Blocks the thread that parses; safe for use by any number of threads.
 */
final class EventStreamParser implements ServerSentEventParser {

  private static final int BUFFER_SIZE = 8192;

  private final BooleanSupplier isOver;
  private final int maxEventLength;

  /**
   * Makes a parser.
   *
   * @param isOver whether to stop, asked after each event
   * @param maxEventLength how many characters the data of an event may have
   */
  EventStreamParser(BooleanSupplier isOver, int maxEventLength) {
    this.isOver = isOver;
    this.maxEventLength = maxEventLength;
  }

  @Override
  public void parse(InputStream body, ServerSentEventListener listener) {
    Lines lines = new Lines(body, listener);
    try {
      byte[] buffer = new byte[BUFFER_SIZE];
      while (!lines.isOver()) {
        int count = body.read(buffer);
        if (count < 0) {
          lines.end();
          return;
        }
        lines.take(buffer, count);
      }
    } catch (IOException failure) {
      listener.onError(failure);
    }
  }

  /** Cuts what was read into lines, and lines into events. */
  private final class Lines {

    private final ServerSentEventListener listener;
    private final ServerSentEventContext context;
    private final EventFields fields = new EventFields(maxEventLength);
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private boolean isAfterReturn;

    Lines(InputStream body, ServerSentEventListener listener) {
      this.listener = listener;
      this.context = new ServerSentEventContext(new DefaultServerSentEventParsingHandle(body));
    }

    boolean isOver() {
      return isOver.getAsBoolean() || context.parsingHandle().isCancelled();
    }

    void take(byte[] buffer, int count) throws IOException {
      int start = 0;
      for (int i = 0; i < count; i++) {
        byte next = buffer[i];
        if (next == '\n' && isAfterReturn) {
          start = i + 1;
        } else if (next == '\n' || next == '\r') {
          lineEnds(buffer, start, i - start);
          if (isOver()) {
            return;
          }
          start = i + 1;
        }
        isAfterReturn = next == '\r';
      }
      unfinished.write(buffer, start, count - start);
    }

    private void lineEnds(byte[] buffer, int offset, int length) throws IOException {
      byte[] line = buffer;
      int start = offset;
      int size = length;
      if (unfinished.size() > 0) {
        unfinished.write(buffer, offset, length);
        line = unfinished.toByteArray();
        unfinished.reset();
        start = 0;
        size = line.length;
      }
      if (fields.take(line, start, size)) {
        dispatch();
      }
    }

    void end() throws IOException {
      byte[] rest = unfinished.toByteArray();
      fields.take(rest, 0, rest.length);
      dispatch();
    }

    private void dispatch() {
      ServerSentEvent event = fields.event();
      if (event != null) {
        listener.onEvent(event, context);
      }
    }
  }
}
