package dev.antiphon.examples.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Lines from a pipe, a file, or a terminal without any comfort; UTF-8. */
final class PlainInput implements Input {

  private final BufferedReader lines;

  PlainInput(InputStream in) {
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public Entry next() {
    try {
      String line = lines.readLine();
      return line == null ? new Entry.End() : new Entry.Line(line);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read the input.", unreadable);
    }
  }

  @Override
  public boolean isInteractive() {
    return false;
  }
}
