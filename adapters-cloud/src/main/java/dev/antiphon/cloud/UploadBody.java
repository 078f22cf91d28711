package dev.antiphon.cloud;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.DoubleConsumer;

/** The bytes of a file on their way, piece by piece, so that the progress can be told. */
final class UploadBody implements Iterator<byte[]> {

  private static final int PIECE = 64 << 10;

  private final byte[] content;
  private final DoubleConsumer progress;
  private int sent;

  private UploadBody(byte[] content, DoubleConsumer progress) {
    this.content = content;
    this.progress = progress;
  }

  /**
   * Returns what publishes the bytes; from their beginning each time it is used.
   *
   * @param progress told how much has gone, from 0 to 1
   */
  static BodyPublisher of(byte[] content, DoubleConsumer progress) {
    Iterable<byte[]> pieces = () -> new UploadBody(content, progress);
    return content.length == 0
        ? BodyPublishers.ofByteArray(content)
        // Where files are stored, a length is wanted.
        : BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(pieces), content.length);
  }

  @Override
  public boolean hasNext() {
    return sent < content.length;
  }

  @Override
  public byte[] next() {
    byte[] piece = Arrays.copyOfRange(content, sent, Math.min(content.length, sent + PIECE));
    sent += piece.length;
    progress.accept((double) sent / content.length);
    return piece;
  }
}
