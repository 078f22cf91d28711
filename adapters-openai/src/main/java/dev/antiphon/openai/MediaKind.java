package dev.antiphon.openai;

/** Something beside text that a model may be able to take in. */
public enum MediaKind {
  /** Pictures. */
  IMAGE,
  /** PDF documents. */
  PDF,
  /** Sound. */
  AUDIO
}
