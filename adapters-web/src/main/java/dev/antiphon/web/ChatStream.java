package dev.antiphon.web;

import static java.util.Objects.requireNonNull;

/**
 * The response to a request of the AI SDK.
 *
 * @param streamId names it, for the header {@code x-resumable-stream-id}; at most 256 of the
 *     characters {@code A-Za-z0-9_.:-}
 * @param bytes the body, of type {@code text/event-stream}
 */
public record ChatStream(String streamId, ByteStream bytes) {

  /** The header that says that a body is a UI message stream; its value is {@code v1}. */
  public static final String HEADER = "x-vercel-ai-ui-message-stream";

  /** The header with the name of the stream. */
  public static final String ID_HEADER = "x-resumable-stream-id";

  /** Checks the fields. */
  public ChatStream {
    requireNonNull(streamId, "streamId");
    requireNonNull(bytes, "bytes");
  }
}
