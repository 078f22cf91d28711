package dev.antiphon.spi.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Message;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Messages as JSON text in the form {@code antiphon/v1}, which is what databases store (rules
 * HIST-9 and HIST-16).
 *
 * <p><b>Promise.</b> {@code read(write(message))} equals {@code message}, except for
 * {@code progress}, which is live only. What is set and what is absent are told apart; a part of an
 * unknown type keeps all its fields in their order. The text is well-formed, without NUL and
 * without line breaks. Names and values are those of assistant-ui where it has them; the text
 * starts with the number of the form. A later form gets another number, and no field is ever added
 * to this one: a field that is not known is refused, since leaving it out would lose it with the
 * next write.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class MessageJson {

  private static final int VERSION = 1;

  /** Makes a codec; all are alike. */
  public MessageJson() {}

  /**
   * Writes a message.
   *
   * @param message the message
   * @throws InvalidMessageException if it could not be read again as it is: it nests messages more
   *     than some 200 deep, holds a string of more than 40,000,000 or a number of more than 1000
   *     characters, or an {@code UnknownPart} of a type that is known
   */
  public String write(Message message) {
    requireNonNull(message, "message");
    try {
      JsonSink out = new JsonSink(StrictJackson.MESSAGES);
      out.beginObject();
      out.number("v", (long) VERSION);
      MessageForm.write(out, message, Flavour.ANTIPHON_V1);
      out.endObject();
      return out.finish();
    } catch (JsonProcessingException beyond) {
      throw new InvalidMessageException(
          "message", "goes beyond a limit of antiphon/v1: " + StrictJackson.MESSAGES.limits());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /**
   * Reads a message.
   *
   * @param text what {@link #write} gave, in this or an older version
   * @throws MessageFormatException if the text is malformed, is no message, or has a newer form
   */
  public Message read(String text) {
    requireNonNull(text, "text");
    try (JsonParser parser = StrictJackson.MESSAGES.parser(text)) {
      JsonCursor in = new JsonCursor(parser, "");
      try {
        in.beginObject();
        checkVersion(in);
        Message message = MessageForm.read(in);
        in.end();
        return message;
      } catch (StreamConstraintsException beyond) {
        throw in.problem("found more than the limits allow: " + StrictJackson.MESSAGES.limits());
      } catch (JsonProcessingException malformed) {
        throw in.problem("found malformed JSON or a key twice in an object");
      } catch (InvalidMessageException | IllegalArgumentException | ArithmeticException invalid) {
        throw in.problem("found a value that no message may have");
      }
    } catch (StreamConstraintsException tooLong) {
      throw MessageFormatException.at(
          "",
          JacksonJson.place(tooLong.getLocation()),
          "found more than the limits allow: " + StrictJackson.MESSAGES.limits());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void checkVersion(JsonCursor in) throws IOException {
    if (!in.nextField() || !in.name().equals("v")) {
      throw in.problem("expected the number of the form as first field 'v', found none");
    }
    long version = in.integer();
    if (version > VERSION) {
      throw MessageFormatException.newer(version, VERSION);
    }
    if (version < VERSION) {
      throw in.problem("expected a form from 1, found a smaller number");
    }
  }
}
