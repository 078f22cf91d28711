package dev.antiphon.attachments;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * In which charset a text is written. What its bytes show counts before what is claimed; a claim
 * counts only if all bytes fit it.
 *
 * @param charset the charset
 * @param markLength how many bytes at the start are a byte order mark
 */
record TextCharset(Charset charset, int markLength) {

  /** How much of a text statistics are made of, and where a declaration is looked for. */
  private static final int SAMPLE = 256 * 1024;

  private static final int DECLARATION = 1024;
  private static final byte ESCAPE = 0x1B;

  /** As XML, HTML, CSS and Python say it. */
  private static final Pattern DECLARED = Pattern.compile(
      "(?:charset|encoding|coding)\\s{0,5}[=: ]\\s{0,5}[\"']?([A-Za-z0-9._-]{2,40})");

  private static final Charset FALLBACK = Charset.forName("windows-1252");

  /**
   * Finds the charset of a text.
   *
   * @param text its bytes
   * @param contentType the type that somebody says it has, or {@code null}
   */
  static TextCharset of(byte[] text, @Nullable String contentType) {
    Optional<TextCharset> marked = marked(text);
    if (marked.isPresent()) {
      return marked.get();
    }
    // Seven bits with escapes are Japanese or Korean mail, and valid UTF-8 as well.
    boolean isEscaped = indexOf(text, ESCAPE) >= 0;
    if (!isEscaped && fits(text, StandardCharsets.UTF_8)) {
      return new TextCharset(StandardCharsets.UTF_8, 0);
    }
    Charset charset = unmarkedUtf16(text)
        .or(() -> declared(contentType == null ? "" : contentType)
            .or(() -> declared(startOf(text)))
            .filter(claimed -> fits(text, claimed)))
        .or(() -> guessed(text))
        .orElseGet(() -> fits(text, StandardCharsets.UTF_8) ? StandardCharsets.UTF_8 : FALLBACK);
    return new TextCharset(charset, 0);
  }

  /** Decodes a text in this charset; what does not fit becomes U+FFFD. */
  String decode(byte[] text) {
    return new String(text, markLength, text.length - markLength, charset);
  }

  private static Optional<TextCharset> marked(byte[] text) {
    if (startsWith(text, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(new TextCharset(StandardCharsets.UTF_8, 3));
    }
    if (startsWith(text, 0xFF, 0xFE, 0, 0)) {
      return Optional.of(new TextCharset(Charset.forName("UTF-32LE"), 4));
    }
    if (startsWith(text, 0, 0, 0xFE, 0xFF)) {
      return Optional.of(new TextCharset(Charset.forName("UTF-32BE"), 4));
    }
    if (startsWith(text, 0xFF, 0xFE)) {
      return Optional.of(new TextCharset(StandardCharsets.UTF_16LE, 2));
    }
    if (startsWith(text, 0xFE, 0xFF)) {
      return Optional.of(new TextCharset(StandardCharsets.UTF_16BE, 2));
    }
    return Optional.empty();
  }

  private static boolean startsWith(byte[] text, int... mark) {
    if (text.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (Byte.toUnsignedInt(text[i]) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** In UTF-16, most texts have a zero in nearly every second byte. */
  private static Optional<Charset> unmarkedUtf16(byte[] text) {
    int length = Math.min(text.length, SAMPLE) & ~1;
    int evenZeros = 0;
    int oddZeros = 0;
    for (int i = 0; i < length; i += 2) {
      evenZeros += text[i] == 0 ? 1 : 0;
      oddZeros += text[i + 1] == 0 ? 1 : 0;
    }
    int pairs = length / 2;
    if (text.length % 2 != 0 || evenZeros + oddZeros < pairs / 2 + 1) {
      return Optional.empty();
    }
    boolean isBigEndian = evenZeros > oddZeros;
    int strayZeros = Math.min(evenZeros, oddZeros);
    Charset charset = isBigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    return strayZeros * 20 <= pairs && fits(text, charset)
        ? Optional.of(charset)
        : Optional.empty();
  }

  private static Optional<Charset> declared(String declaration) {
    Matcher matcher = DECLARED.matcher(declaration);
    return matcher.find() ? known(matcher.group(1)) : Optional.empty();
  }

  private static String startOf(byte[] text) {
    return new String(text, 0, Math.min(text.length, DECLARATION), StandardCharsets.ISO_8859_1);
  }

  private static Optional<Charset> guessed(byte[] text) {
    UniversalDetector detector = new UniversalDetector();
    detector.handleData(text, 0, Math.min(text.length, SAMPLE));
    detector.dataEnd();
    String name = detector.getDetectedCharset();
    return name == null ? Optional.empty() : known(name);
  }

  private static Optional<Charset> known(String name) {
    try {
      return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
    } catch (IllegalCharsetNameException noName) {
      return Optional.empty();
    }
  }

  private static boolean fits(byte[] text, Charset charset) {
    try {
      charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException doesNotFit) {
      return false;
    }
  }

  private static int indexOf(byte[] text, byte wanted) {
    for (int i = 0; i < text.length; i++) {
      if (text[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
