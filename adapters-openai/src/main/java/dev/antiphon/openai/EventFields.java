package dev.antiphon.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The fields of the server-sent event that is being read, line by line. For one stream. */
final class EventFields {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] DATA = "data".getBytes(UTF_8);
  private static final byte[] EVENT = "event".getBytes(UTF_8);

  private final int maxLength;
  private boolean isFirstLine = true;

  private @Nullable String name;
  private @Nullable String data;

  /** The data, once it has several lines. */
  private @Nullable StringBuilder lines;

  /**
   * Starts a stream.
   *
   * @param maxLength how many characters the data of an event may have
   */
  EventFields(int maxLength) {
    this.maxLength = maxLength;
  }

  /**
   * Takes a line without its end.
   *
   * @return whether it is blank, so that the event is complete
   */
  boolean take(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    int start = offset;
    if (isFirstLine && isAt(bytes, start, end, BYTE_ORDER_MARK)) {
      start += BYTE_ORDER_MARK.length;
    }
    isFirstLine = false;
    if (isAt(bytes, start, end, DATA)) {
      field(bytes, start + DATA.length, end, true);
    } else if (isAt(bytes, start, end, EVENT)) {
      field(bytes, start + EVENT.length, end, false);
    }
    return start == end;
  }

  /** Takes a field whose name ends at {@code start}, if it does; else it is another field. */
  private void field(byte[] bytes, int start, int end, boolean isData) throws IOException {
    if (start < end && bytes[start] != ':') {
      return;
    }
    int value = Math.min(start + 1, end);
    if (value < end && bytes[value] == ' ') {
      value++;
    }
    String text = new String(bytes, value, end - value, UTF_8);
    if (isData) {
      addData(text);
    } else {
      name = text;
    }
  }

  private void addData(String text) throws IOException {
    if (data == null) {
      data = text;
      return;
    }
    if (lines == null) {
      lines = new StringBuilder(data);
    }
    lines.append('\n').append(text);
    if (lines.length() > maxLength) {
      throw new TooLongException(maxLength);
    }
  }

  /** Returns the event and forgets it, or {@code null} if it has no data. */
  @Nullable
  ServerSentEvent event() {
    String text = lines == null ? data : lines.toString();
    ServerSentEvent event = text == null || text.isEmpty() ? null : new ServerSentEvent(name, text);
    name = null;
    data = null;
    lines = null;
    return event;
  }

  private static boolean isAt(byte[] bytes, int start, int end, byte[] prefix) {
    if (end - start < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[start + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
