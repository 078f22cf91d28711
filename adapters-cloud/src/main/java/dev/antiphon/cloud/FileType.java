package dev.antiphon.cloud;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The type of a file by its bytes; what it is called or claimed to be is not believed. Markup, SVG
 * included, is plain text: nothing that is uploaded runs in a browser.
 */
final class FileType {

  private static final String TEXT = "text/plain";
  private static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> BY_FIRST_BYTES = Map.of(
      "\u0089PNG\r\n\u001a\n", "image/png",
      "\u00ff\u00d8\u00ff", "image/jpeg",
      "GIF87a", "image/gif",
      "GIF89a", "image/gif",
      "%PDF-", "application/pdf");

  private FileType() {}

  static String of(byte[] content) {
    String start =
        new String(content, 0, Math.min(content.length, 16), StandardCharsets.ISO_8859_1);
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return "image/webp";
    }
    return BY_FIRST_BYTES.entrySet().stream()
        .filter(type -> start.startsWith(type.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> isText(content) ? TEXT : UNKNOWN);
  }

  static boolean isImage(String type) {
    return type.startsWith("image/");
  }

  private static boolean isText(byte[] content) {
    for (byte each : content) {
      if (each >= 0 && each < ' ' && each != '\n' && each != '\r' && each != '\t' && each != '\f') {
        return false;
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return true;
    } catch (CharacterCodingException other) {
      return false;
    }
  }
}
