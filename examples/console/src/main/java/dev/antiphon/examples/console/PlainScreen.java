package dev.antiphon.examples.console;

import java.io.PrintStream;

/** Prints as it comes, without colours. */
final class PlainScreen implements Screen {

  private final PrintStream out;
  private boolean isLineOpen;

  PlainScreen(PrintStream out) {
    this.out = out;
  }

  @Override
  public void print(Tone tone, String text) {
    if (!text.isEmpty()) {
      out.print(text);
      out.flush();
      isLineOpen = !text.endsWith("\n");
    }
  }

  @Override
  public void freshLine() {
    if (isLineOpen) {
      print(Tone.NOTE, "\n");
    }
  }
}
