package dev.antiphon.attachments;

import java.util.Base64;

/** Writes bytes as a data URL. */
final class DataUrl {

  private DataUrl() {}

  /** Returns a data URL. */
  static String of(String contentType, byte[] bytes) {
    return "data:" + contentType + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }
}
