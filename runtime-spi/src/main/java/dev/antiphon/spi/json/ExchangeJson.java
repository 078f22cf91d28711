package dev.antiphon.spi.json;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.ImportException;
import dev.antiphon.tree.MessageItem;
import java.io.IOException;
import java.time.Instant;

/**
 * Threads and messages as JSON text in the exchange form of assistant-ui, which is what export and
 * import speak (rules HIST-14 and HIST-16):
 *
 * <pre>{@code
 * {"headId": "b", "messages": [
 *   {"message": {"id": "a", "role": "user", …}, "parentId": null, "runConfig": {…}},
 *   {"message": {"id": "b", "role": "assistant", …}, "parentId": "a"}]}
 * }</pre>
 *
 * <p>An absent {@code headId} means the last message, {@code null} that nothing is selected.
 *
 * <p><b>Promise.</b> What is written has the names and values of assistant-ui, and every field that
 * its messages need. Fields of ours are additional ones: {@code argumentsHash},
 * {@code editedArguments}, {@code providerExecuted}, {@code idempotencyKey} and the like. Three
 * things are not as they were: the reason {@code interrupted} is {@code other}, the resolution
 * {@code answered} is left out, and {@code progress} is live only. All else comes whole or not at
 * all: a message that runs as {@code running}, a part of an unknown type and a field that is not
 * known as they were read.
 *
 * <p>Reading drops nothing of a message, as {@link MessageInput#fromWholeJson} does not: blank text
 * stays, and what a newer assistant-ui wrote survives. What a message must have may be missing all
 * the same: dates, statuses, metadata. Only a status is read as MSG-8 says, and an error that is no
 * object becomes one. Unknown fields beside {@code message}, {@code parentId} and {@code runConfig}
 * are ignored.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class ExchangeJson {

  /** Makes a codec; all are alike. */
  public ExchangeJson() {}

  /**
   * Writes a thread.
   *
   * @param thread the thread; its items in their order
   * @throws MessageFormatException if the form cannot say it, naming what: a rate that is not
   *     finite, an {@code UnknownPart} of a type that is known, or more than {@link MessageJson}
   *     allows
   */
  public String write(ExportedThread thread) {
    requireNonNull(thread, "thread");
    return FormText.of(Flavour.EXCHANGE, out -> {
      out.beginObject();
      Head head = thread.head();
      if (head.isGiven()) {
        out.field("headId", head.messageId() == null ? null : head.messageId().value());
      }
      out.beginArray("messages");
      for (MessageItem item : thread.items()) {
        writeItem(out, item);
      }
      out.endArray();
      out.endObject();
    });
  }

  /**
   * Writes a message.
   *
   * @param message the message
   * @throws MessageFormatException if the form cannot say it, as for a thread
   */
  public String write(Message message) {
    requireNonNull(message, "message");
    return FormText.of(Flavour.EXCHANGE, out -> writeMessage(out, message));
  }

  /**
   * Reads a thread, whether written here or by assistant-ui. Every message and every tool call has
   * its id; a date that is missing is that of now.
   *
   * @param text the JSON of a thread; parents may come after children
   * @throws MessageFormatException if the text is no JSON, or has no list of messages
   * @throws ImportException if messages are invalid or are no tree; lists every problem
   */
  public ExportedThread read(String text) {
    return read(text, new WholeCompletion(Instant.now()));
  }

  /**
   * Reads a thread as it may be given.
   *
   * @param text the JSON of a thread; parents may come after children
   * @param completion supplies what the messages leave out
   * @throws MessageFormatException if the text is no JSON, or has no list of messages
   * @throws ImportException if messages are invalid or are no tree; lists every problem
   */
  public ExportedThread read(String text, MessageInput.Completion completion) {
    requireNonNull(text, "text");
    requireNonNull(completion, "completion");
    return new ExchangeReader(completion).read(text);
  }

  private static void writeItem(JsonSink out, MessageItem item) throws IOException {
    out.beginObject();
    out.name("message");
    writeMessage(out, item.message());
    out.field("parentId", item.parentId() == null ? null : item.parentId().value());
    out.object("runConfig", item.runConfig());
    out.string("idempotencyKey", item.idempotencyKey());
    out.endObject();
  }

  private static void writeMessage(JsonSink out, Message message) throws IOException {
    out.beginObject();
    try {
      MessageForm.write(out, message, Flavour.EXCHANGE);
    } catch (InvalidMessageException invalid) {
      throw MessageFormatException.inexpressible(
          Flavour.EXCHANGE,
          "message '%s': %s".formatted(message.id(), invalid.info().message()));
    }
    out.endObject();
  }
}
