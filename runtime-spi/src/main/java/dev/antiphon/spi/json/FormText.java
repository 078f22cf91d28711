package dev.antiphon.spi.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One JSON text of a form; what goes beyond the limits of messages is refused. */
final class FormText {

  private FormText() {}

  /** Writes the text. */
  @FunctionalInterface
  interface Writing {
    void writeTo(JsonSink out) throws IOException;
  }

  /**
   * Returns the text.
   *
   * @param form named by the refusal
   * @throws MessageFormatException if it goes beyond a limit
   */
  static String of(Flavour form, Writing writing) {
    try {
      JsonSink out = new JsonSink(StrictJackson.MESSAGES);
      writing.writeTo(out);
      return out.finish();
    } catch (JsonProcessingException beyond) {
      throw MessageFormatException.inexpressible(
          form, "it goes beyond a limit, which is " + StrictJackson.MESSAGES.limits());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
