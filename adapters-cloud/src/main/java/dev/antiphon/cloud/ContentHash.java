package dev.antiphon.cloud;

import dev.antiphon.spi.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Tells whether two contents are the same without keeping them. */
final class ContentHash {

  private static final JacksonJson JSON = new JacksonJson();

  private ContentHash() {}

  /**
   * Returns the hash of a content.
   *
   * @throws CloudException if it is larger than can be written
   */
  static String of(Map<String, Object> content) {
    try {
      return of(JSON.write(content));
    } catch (IllegalArgumentException unwritable) {
      throw CloudException.unsendable("a message", String.valueOf(unwritable.getMessage()));
    }
  }

  /** Returns the hash of a text. */
  static String of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java platform has SHA-256.", impossible);
    }
  }
}
