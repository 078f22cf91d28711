package dev.antiphon.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a thread list.
 *
 * @param threads the records, newest first
 * @param nextCursor where the next page starts; {@code null} or empty if there is none
 */
public record ThreadPage(
    List<ThreadRecord> threads, @Nullable String nextCursor) {

  /** Copies the list. */
  public ThreadPage {
    threads = List.copyOf(threads);
  }
}
