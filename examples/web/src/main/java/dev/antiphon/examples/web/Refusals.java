package dev.antiphon.examples.web;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.message.UnknownToolCallException;
import dev.antiphon.port.UnknownFileException;
import dev.antiphon.run.OverloadedException;
import dev.antiphon.thread.AttachmentRejectedException;
import dev.antiphon.thread.QueueItemNotFoundException;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.thread.ThreadClosedException;
import dev.antiphon.thread.UnknownAttachmentException;
import dev.antiphon.thread.UnknownThreadException;
import dev.antiphon.tool.UnknownApprovalException;
import dev.antiphon.web.BadRequestException;
import dev.antiphon.web.TooManyStreamsException;
import java.util.concurrent.CompletionException;

/** Says with which status a failure is answered. What is not a refusal tells the page nothing. */
final class Refusals {

  private static final System.Logger LOG = System.getLogger(Refusals.class.getName());

  private Refusals() {}

  static HttpRefusal of(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof HttpRefusal refusal) {
      return refusal;
    } else if (cause instanceof ChatRuntimeException known) {
      return new HttpRefusal(statusOf(known), known.info().code(), known.info().message());
    } else if (cause instanceof IllegalArgumentException wrong) {
      return new HttpRefusal(400, ErrorInfo.REFUSED, String.valueOf(wrong.getMessage()));
    }
    LOG.log(System.Logger.Level.ERROR, "A request failed.", cause);
    return new HttpRefusal(
        500, ErrorInfo.UNKNOWN, "The server failed at this request. Its log says why.");
  }

  private static int statusOf(ChatRuntimeException known) {
    if (known instanceof BadRequestException bad) {
      return bad.httpStatus();
    } else if (known instanceof UnknownMessageException
        || known instanceof UnknownThreadException
        || known instanceof UnknownToolCallException
        || known instanceof UnknownApprovalException
        || known instanceof UnknownAttachmentException
        || known instanceof UnknownFileException
        || known instanceof QueueItemNotFoundException) {
      return 404;
    } else if (known instanceof AttachmentRejectedException) {
      return 422;
    } else if (known instanceof ThreadClosedException) {
      return 410;
    } else if (known instanceof OverloadedException || known instanceof TooManyStreamsException) {
      return 429;
    } else if (known instanceof RuntimeClosedException) {
      return 503;
    }
    return known.info().code().equals(ErrorInfo.REFUSED) ? 409 : 503;
  }
}
