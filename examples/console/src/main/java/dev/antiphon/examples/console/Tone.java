package dev.antiphon.examples.console;

/** What a text on the screen is, so that a terminal can colour it. */
enum Tone {
  /** What the model says. */
  REPLY,
  /** What a person said. */
  USER,
  /** What the model thinks. */
  REASONING,
  /** A tool call, or its result. */
  TOOL,
  /** What the program says. */
  NOTE,
  /** What went wrong. */
  ERROR
}
