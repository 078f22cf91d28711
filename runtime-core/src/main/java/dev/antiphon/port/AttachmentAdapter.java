package dev.antiphon.port;

import dev.antiphon.message.Attachment;
import dev.antiphon.thread.PendingAttachment;
import java.util.function.Consumer;

/**
 * Makes attachments of files: looks at a file when it is added to a draft, and turns it into
 * message parts when the draft is sent (rules ATT-1 to ATT-11).
 *
 * <p><b>Threads.</b> Every method but {@link #accept} is called on a thread of the runtime that it
 * may block, and may be called for several attachments at once. It stops when the request's
 * {@code Cancellation} says so; it is interrupted only inside {@code Cancellation.interruptibly}.
 *
 * <p><b>Check yours</b> by extending {@code AttachmentAdapterContract} from runtime-tck.
 *
 * <p>Implemented by adapters.
 */
public interface AttachmentAdapter {

  /**
   * Returns which files it takes, in the manner of the HTML attribute: entries split at commas,
   * such as {@code image/*, .pdf}; {@code *} takes everything (rules ATT-7 and ATT-8). Never
   * blocks.
   */
  String accept();

  /**
   * Looks at a file that is being added.
   *
   * @param request the file, as an attachment that is uploading; its id is final
   * @param states told of each state in between, such as the progress of an upload; may be called
   *     from any thread until this method returns, and ignores states after a cancel
   * @return the last state: ready to be sent, complete, or failed ({@code incomplete})
   * @throws Exception if it cannot be added; the attachment shows an error then
   */
  PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states)
      throws Exception;

  /**
   * Completes an attachment that is ready, because its message is being sent.
   *
   * @param request the attachment, in the state that {@link #add} has left
   * @return the attachment with its content
   * @throws Exception if it cannot be completed; the message is not sent then
   */
  Attachment send(AttachmentRequest request) throws Exception;

  /**
   * Takes back what was done for an attachment that will not be sent, such as an upload.
   *
   * @param request the attachment, in its last state
   * @throws Exception if that failed; the attachment stays and shows an error then
   */
  void remove(AttachmentRequest request) throws Exception;
}
