package dev.antiphon.openai;

import dev.antiphon.port.ModelException;
import dev.langchain4j.exception.HttpException;

/**
 * An answer with a status that says no, in the type that LangChain4j expects, with the failure as
 * ours: LangChain4j keeps the status and loses all headers.
 */
final class StatusException extends HttpException {

  private final transient ModelException failure;

  StatusException(int statusCode, ModelException failure) {
    super(statusCode, failure.info().message());
    this.failure = failure;
  }

  ModelException failure() {
    return failure;
  }
}
