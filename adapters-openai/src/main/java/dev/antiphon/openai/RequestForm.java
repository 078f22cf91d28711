package dev.antiphon.openai;

import dev.antiphon.port.RunRequest;

/** Makes what a kind of LangChain4j model is asked of a request. Safe for use by any thread. */
@FunctionalInterface
interface RequestForm {

  /** Returns what the model is asked. */
  Ask of(RunRequest request);
}
