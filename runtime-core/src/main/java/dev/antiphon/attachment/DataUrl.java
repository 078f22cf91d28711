package dev.antiphon.attachment;

import static java.util.Objects.requireNonNull;

import java.util.Base64;

/** Makes data URLs. */
public final class DataUrl {

  private DataUrl() {}

  /**
   * Returns a data URL of bytes.
   *
   * @param contentType their MIME type
   * @param content the bytes
   */
  public static String of(String contentType, byte[] content) {
    return ofBase64(contentType, Base64.getEncoder().encodeToString(content));
  }

  /**
   * Returns a data URL of what is in base64 already.
   *
   * @param contentType the MIME type of the bytes
   * @param base64 the bytes in base64
   */
  public static String ofBase64(String contentType, String base64) {
    return "data:" + requireNonNull(contentType, "contentType") + ";base64,"
        + requireNonNull(base64, "base64");
  }
}
