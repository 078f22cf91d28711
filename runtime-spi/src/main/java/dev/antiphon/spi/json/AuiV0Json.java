package dev.antiphon.spi.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Json;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Messages in the form {@code aui/v0}, in which front ends of assistant-ui and their cloud store
 * them (rules HIST-14 and HIST-16). Id, date and parent of a message stand beside the content that
 * is made here, in the row that holds it.
 *
 * <p><b>Promise.</b> The content is what assistant-ui's own encoder makes, so front ends read it.
 * Fields of ours that have no place there are additional ones. What the form loses is told by
 * {@link #losses} and nothing else is: text of any kind, parts of an unknown type and fields that
 * are not known survive. A call has either its arguments or, if that is not what they would be
 * written as, their text.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class AuiV0Json {

  /** The name of the form, as rows carry it. */
  public static final String FORM = "aui/v0";

  private static final JacksonJson JSON = new JacksonJson();

  /** Makes a codec; all are alike. */
  public AuiV0Json() {}

  /**
   * Returns what this form would not keep of a message.
   *
   * @param message the message
   * @return empty if {@link #decode} gives back an equal one
   */
  public Set<AuiLoss> losses(Message message) {
    return AuiLoss.of(message);
  }

  /**
   * Returns the content of a row.
   *
   * @param message the message
   * @return a JSON object
   * @throws MessageFormatException if the form cannot say it, naming what: a rate that is not
   *     finite, an {@code UnknownPart} of a type that is known, or more than {@link MessageJson}
   *     allows
   */
  public Map<String, Object> encode(Message message) {
    requireNonNull(message, "message");
    try {
      JsonSink out = new JsonSink(StrictJackson.MESSAGES);
      out.beginObject();
      MessageForm.writeNameless(out, message, Flavour.AUI_V0);
      out.endObject();
      return parsed(out.finish());
    } catch (InvalidMessageException invalid) {
      throw MessageFormatException.inexpressible(
          Flavour.AUI_V0,
          "message '%s': %s".formatted(message.id(), invalid.info().message()));
    } catch (JsonProcessingException beyond) {
      throw MessageFormatException.inexpressible(
          Flavour.AUI_V0, "it goes beyond a limit, which is " + StrictJackson.MESSAGES.limits());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /**
   * Reads the content of a row.
   *
   * @param content a JSON object
   * @param id the id of the row
   * @param createdAt the date of the row
   * @throws MessageFormatException if it is no message, naming the field
   */
  public Message decode(Map<String, ?> content, MessageId id, Instant createdAt) {
    requireNonNull(id, "id");
    requireNonNull(createdAt, "createdAt");
    try {
      Map<String, Object> named = new LinkedHashMap<>(requireNonNull(content, "content"));
      named.put("id", id.value());
      named.put("createdAt", createdAt.toString());
      return MessageInput.fromWholeJson(named).toMessage(new WholeCompletion(createdAt));
    } catch (InvalidMessageException invalid) {
      throw MessageFormatException.notAui(withoutFullStop(invalid.info().message()));
    }
  }

  private static Map<String, Object> parsed(String text) throws IOException {
    try (JsonParser parser = StrictJackson.MESSAGES.parser(text)) {
      parser.nextToken();
      return JsonValues.object(parser);
    }
  }

  /** Returns the arguments that come back with a call. */
  static Map<String, Object> argumentsOf(ToolCallPart call) {
    String text = call.argsText().toString();
    try {
      return !text.isBlank() && JSON.parse(text) instanceof Map<?, ?> object
          ? Json.objectOf(asObject(object), "args")
          : Map.of();
    } catch (IllegalArgumentException | InvalidMessageException noArguments) {
      // A call that was cut off while its arguments were written has none.
      return Map.of();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asObject(Map<?, ?> object) {
    return (Map<String, Object>) object;
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
