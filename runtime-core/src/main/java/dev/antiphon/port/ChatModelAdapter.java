package dev.antiphon.port;

/**
 * Asks a model for a reply.
 *
 * <p><b>Promise.</b> When {@link #run} returns, the reply is written; when it throws, the reply
 * failed and what was written stays. Nothing is written after that: the writer is closed and drops
 * it.
 *
 * <p><b>Threads.</b> Called on a thread of the runtime that it may block. It registers what closes
 * its request with the request's {@code Cancellation} before it waits for anything. It is
 * interrupted only inside {@code Cancellation.interruptibly}.
 *
 * <p><b>Check yours</b> by extending {@code ChatModelContract} from runtime-tck.
 */
@FunctionalInterface
public interface ChatModelAdapter {

  /**
   * Writes the reply to {@code request} piece by piece; returning ends the reply, throwing fails
   * it.
   *
   * @param request what to reply to
   * @param reply takes the reply
   * @throws ModelException if the model or the way to it failed
   * @throws Exception anything else fails the run too
   */
  void run(RunRequest request, ReplyWriter reply) throws Exception;
}
