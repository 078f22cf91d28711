package dev.antiphon.web;

import java.nio.charset.StandardCharsets;

/** Frames of {@code text/event-stream}. There are no named events: clients refuse them. */
final class SseFrame {

  private static final byte[] HEARTBEAT = comment("heartbeat");

  private SseFrame() {}

  /**
   * Returns a frame with data.
   *
   * @param id the number of the frame; clients ignore it
   * @param data without line breaks, as JSON is
   */
  static byte[] of(long id, String data) {
    return ("id: " + id + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns a frame without a number.
   *
   * @param data without line breaks, as JSON is
   */
  static byte[] of(String data) {
    return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a frame that says nothing, so that a connection whose other end is gone is noticed. */
  static byte[] heartbeat() {
    return HEARTBEAT.clone();
  }

  private static byte[] comment(String text) {
    return (": " + text + "\n\n").getBytes(StandardCharsets.UTF_8);
  }
}
