package dev.antiphon.spi.tool;

/** Whether an argument of a call still grows. */
public enum ArgumentStatus {
  /** Its key is there, its value not all. */
  STREAMING,
  /** It does not change any more: its value is complete, or the text ended within it. */
  COMPLETE
}
