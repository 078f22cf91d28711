package dev.antiphon.attachments;

import java.io.IOException;
import java.io.InputStream;

/** A stream that cannot be read. */
final class FailingInput extends InputStream {

  private final IOException failure;

  FailingInput(IOException failure) {
    this.failure = failure;
  }

  @Override
  public int read() throws IOException {
    throw failure;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    throw failure;
  }
}
