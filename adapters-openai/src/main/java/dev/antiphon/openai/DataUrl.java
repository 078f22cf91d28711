package dev.antiphon.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Bytes in a text: a data URL, or base64 with a type known from elsewhere.
 *
 * @param mimeType the type, in lower case, without parameters
 * @param base64 the bytes
 */
record DataUrl(String mimeType, String base64) {

  private static final String SCHEME = "data:";
  private static final String BASE64 = ";base64";

  /** Reads a data URL; empty if the text is none. */
  static Optional<DataUrl> of(String text) {
    int comma = text.indexOf(',');
    if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || comma < 0) {
      return Optional.empty();
    }
    String head = text.substring(SCHEME.length(), comma).toLowerCase(Locale.ROOT);
    String data = text.substring(comma + 1);
    String type = head.contains(";") ? head.substring(0, head.indexOf(';')) : head;
    if (head.endsWith(BASE64)) {
      return Optional.of(new DataUrl(type, data));
    }
    try {
      // A plus sign is itself in a URL, a space only in a form.
      byte[] bytes = URLDecoder.decode(data.replace("+", "%2B"), UTF_8).getBytes(UTF_8);
      return Optional.of(new DataUrl(type, Base64.getEncoder().encodeToString(bytes)));
    } catch (IllegalArgumentException badEscape) {
      return Optional.empty();
    }
  }

  /** Returns the bytes as text; empty if they are no base64. */
  Optional<String> text() {
    try {
      return Optional.of(new String(Base64.getMimeDecoder().decode(base64), UTF_8));
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "DataUrl[" + mimeType + ", " + base64.length() + " characters]";
  }
}
