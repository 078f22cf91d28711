package dev.antiphon.cloud;

import java.net.http.HttpHeaders;

/** The head of an answer. */
interface Answered extends AutoCloseable {

  int status();

  HttpHeaders headers();

  /** Lets go of what may still come. */
  @Override
  void close();
}
