package dev.antiphon.port;

/**
 * Tells somebody what people think of messages (rules FEED-1 to FEED-3).
 *
 * <p><b>Promise.</b> When {@link #submit} returns, the mark is kept or passed on. A later mark of
 * the same message replaces an earlier one; a withdrawn one takes it away.
 *
 * <p><b>Threads.</b> Called on a thread of the runtime that it may block; calls of one message come
 * one at a time, in the order in which they were given.
 *
 * <p><b>Check yours</b> by extending {@code FeedbackContract} from runtime-tck.
 *
 * <p>Implemented by adapters.
 */
@FunctionalInterface
public interface FeedbackAdapter {

  /**
   * Takes a mark.
   *
   * @param request the mark, and of which message
   * @throws StorageException if it cannot be kept; the runtime restores the former mark
   * @throws Exception anything else counts as the same
   */
  void submit(FeedbackRequest request) throws Exception;
}
