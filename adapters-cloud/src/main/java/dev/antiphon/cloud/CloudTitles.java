package dev.antiphon.cloud;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.port.TextWriter;
import dev.antiphon.port.TitleGenerator;
import dev.antiphon.port.TitleRequest;
import dev.antiphon.thread.UnknownThreadException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has Assistant Cloud make titles, which come as they are written. Texts and tool calls of the
 * messages are sent, nothing of their files; nothing is sent if there is no text.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; blocks.
 */
public final class CloudTitles implements TitleGenerator {

  private static final String ASSISTANT = "system/thread_title";

  private final CloudClient client;

  /**
   * Makes one.
   *
   * @param client speaks to the server
   */
  public CloudTitles(CloudClient client) {
    this.client = requireNonNull(client, "client");
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnknownThreadException if the server does not have the thread
   * @throws CloudException if the server makes no title
   */
  @Override
  public void generateTitle(TitleRequest request, TextWriter title) {
    request.cancellation().throwIfCancelled();
    if (!TitleMessages.haveText(request.messages())) {
      return;
    }
    List<Map<String, Object>> messages = TitleMessages.of(request.messages());
    boolean isThere = client
        .threads()
        .onRow(request.thread(), row -> {
          CloudCall call = CloudCall.post("runs", "stream")
              .forText()
              .body(Map.of("thread_id", row, "assistant_id", ASSISTANT, "messages", messages));
          write(request, call, title);
          return row;
        })
        .isPresent();
    if (!isThere) {
      throw new UnknownThreadException(request.thread());
    }
  }

  private void write(TitleRequest request, CloudCall call, TextWriter title) {
    String owner = request.thread().owner();
    try (StreamedAnswer answer =
        client.authorized(owner, headers -> client.transport().stream(call, headers))) {
      Cancellation.Registration registration = request.cancellation().onCancel(answer::close);
      try {
        copy(answer.orThrow(), title);
      } finally {
        registration.close();
      }
      request.cancellation().throwIfCancelled();
    }
  }

  private void copy(StreamedAnswer answer, TextWriter title) {
    TitleLine line = new TitleLine(title::text);
    Utf8Pieces text = new Utf8Pieces();
    while (!line.isOver() && !title.isClosed()) {
      Optional<List<ByteBuffer>> pieces =
          answer.body().next(answer.call().toString(), client.transport().timeout());
      if (pieces.isEmpty()) {
        return;
      }
      pieces.get().forEach(piece -> line.take(text.decoded(piece)));
    }
  }
}
