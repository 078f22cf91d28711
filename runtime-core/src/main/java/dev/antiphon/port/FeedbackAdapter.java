package dev.antiphon.port;

import java.util.EnumSet;
import java.util.Set;

/**
 * Tells somebody what people think of messages (rules FEED-1 to FEED-3).
 *
 * <p><b>Promise.</b> When {@link #submit} returns, the mark is kept or passed on. A later mark of
 * the same message replaces an earlier one; a withdrawn one takes it away, or is refused if
 * {@link Capability#WITHDRAW} is not declared.
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

  /** What a receiver may leave out. */
  enum Capability {
    /** It can take a mark back; without it, a withdrawal is refused and the mark stays. */
    WITHDRAW
  }

  /**
   * Takes a mark.
   *
   * @param request the mark, and of which message
   * @throws StorageException if it cannot be kept; the runtime restores the former mark
   * @throws Exception anything else counts as the same
   */
  void submit(FeedbackRequest request) throws Exception;

  /** Returns what this receiver can do; everything unless overridden. */
  default Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }
}
