package dev.antiphon.message;

/** Who speaks. There is no tool role: a result lives on its call (rule MSG-5). */
public enum Role {
  /** The application, to the model. */
  SYSTEM,
  /** The person. */
  USER,
  /** The model. */
  ASSISTANT
}
