package dev.antiphon.web;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.runtime.Timer;
import dev.antiphon.runtime.WhenBusy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers pages of the AI SDK with the UI message stream, version 1, so that an unmodified
 * {@code useChat} or {@code useChatRuntime} needs nothing but a URL.
 *
 * <p><b>Promise.</b> A page that goes away cancels nothing, since the protocol cannot tell a stop
 * from a closed tab; whoever means a stop sends the command {@code cancel}. A stream can be read
 * again from its start while it goes on, by its id or by that of its thread. Every stream ends with
 * {@code finish} and {@code [DONE]}. No stream is found by another owner.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Never waits for I/O.
 */
public final class ChatStreams {

  private final ChatStreamOptions options;
  private final Timer timer;
  private final Map<Name, StreamLog> logs = new ConcurrentHashMap<>();
  private final Map<ThreadKey, Name> newest = new ConcurrentHashMap<>();

  /** The name of a stream: nobody finds that of another owner. */
  private record Name(String owner, String streamId) {}

  /**
   * Makes them.
   *
   * @param options how they behave
   * @param timer wakes them for heartbeats; what it calls is short
   */
  public ChatStreams(ChatStreamOptions options, Timer timer) {
    this.options = requireNonNull(options, "options");
    this.timer = requireNonNull(timer, "timer");
  }

  /**
   * Does what a page wants.
   *
   * @param thread the thread of the chat
   * @param request what is wanted; a message that was sent already is not sent again
   * @return ends with the response when the run is started; with a {@code ChatRuntimeException} if
   *     that is refused
   */
  public CompletionStage<ChatStream> post(ThreadRuntime thread, ChatRequest request) {
    requireNonNull(thread, "thread");
    requireNonNull(request, "request");
    if (logs.size() >= options.maxStreams()) {
      throw new TooManyStreamsException(options.maxStreams());
    }
    return thread.load().thenCompose(loaded -> {
      long from = thread.state().sequence() + 1;
      Message before =
          request instanceof ChatRequest.Continue more ? thread.message(more.messageId()) : null;
      return begun(thread, request)
          .thenApply(run -> run.map(started -> follow(thread, started, from, before))
              .orElseGet(() -> nothing(requireNonNull(before))));
    });
  }

  private static CompletionStage<Optional<Run>> begun(ThreadRuntime thread, ChatRequest request) {
    if (request instanceof ChatRequest.Send send) {
      MessageId id = requireNonNull(send.message().id());
      SendOptions.Builder sending = busy().idempotencyKey(id.value()).parent(parent(thread, send));
      return started(thread.send(send.message(), sending.build()));
    } else if (request instanceof ChatRequest.Regenerate again) {
      return started(thread.startRun(again.parentId(), busy().build()));
    }
    return goOn(thread, (ChatRequest.Continue) request);
  }

  /** A page can only send while it shows no run, so what still runs is one that it has stopped. */
  private static SendOptions.Builder busy() {
    return SendOptions.builder().whenBusy(WhenBusy.INTERRUPT);
  }

  private static CompletionStage<Optional<Run>> started(Run run) {
    return CompletableFuture.completedFuture(Optional.of(run));
  }

  /** Returns the nearest message above that came here; one whose reply failed at once did not. */
  private static @Nullable MessageId parent(ThreadRuntime thread, ChatRequest.Send send) {
    UnknownMessageException unknown = null;
    for (MessageId id : send.above()) {
      try {
        return thread.message(id).id();
      } catch (UnknownMessageException notHere) {
        unknown = notHere;
      }
    }
    if (unknown != null) {
      throw unknown;
    }
    return null;
  }

  private static CompletionStage<Optional<Run>> goOn(
      ThreadRuntime thread, ChatRequest.Continue request) {
    Message message = thread.message(request.messageId());
    CompletionStage<Optional<Run>> latest = CompletableFuture.completedFuture(Optional.empty());
    for (ChatRequest.Decision decision : request.decisions()) {
      latest = latest.thenCombine(
          thread.respondToToolApproval(decision.approvalId(), decision.response()),
          ChatStreams::either);
    }
    for (ChatRequest.Given given : request.results()) {
      boolean isOpen =
          message.toolCalls().stream().anyMatch(call -> isCall(call, given) && !call.hasResult());
      if (isOpen) {
        latest = latest.thenCombine(
            CommandExecutor.result(thread, request.messageId(), given.toolCallId(), given.result()),
            ChatStreams::either);
      }
    }
    return latest;
  }

  private static boolean isCall(ToolCallPart call, ChatRequest.Given given) {
    return call.toolCallId().equals(given.toolCallId());
  }

  private static Optional<Run> either(Optional<Run> former, Optional<Run> latter) {
    return latter.isPresent() ? latter : former;
  }

  // ---- streams

  private ChatStream follow(ThreadRuntime thread, Run run, long from, @Nullable Message before) {
    Name name = new Name(thread.key().owner(), run.id().value());
    StreamLog log = new StreamLog(options.maxBytes());
    StreamLog former = logs.putIfAbsent(name, log);
    boolean isOver = run.completion().toCompletableFuture().isDone();
    if (former == null && before == null && isOver) {
      // A message that was sent before, whose reply is there.
      logs.remove(name);
      log.end(told(thread, run));
    } else if (former == null) {
      newest.put(thread.key(), name);
      RunFollower.follow(
          thread, new UiMessageEncoder(run.id(), before), from, log, () -> ended(thread, name));
    }
    StreamLog shown = former == null ? log : former;
    return new ChatStream(name.streamId(), shown.read(timer, options.heartbeat()));
  }

  /** Returns the frames of a run that is over. */
  private static List<byte[]> told(ThreadRuntime thread, Run run) {
    UiMessageEncoder encoder = new UiMessageEncoder(run.id(), null);
    try {
      RunResult result = run.completion().toCompletableFuture().join();
      return encoder.whole(result.outcome(), result.message());
    } catch (CompletionException failed) {
      MessageId reply = run.messageId();
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      return reply == null
          ? encoder.cut(ErrorInfo.from(cause).message())
          : encoder.whole(RunOutcome.FAILED, thread.message(reply));
    }
  }

  private void ended(ThreadRuntime thread, Name name) {
    newest.remove(thread.key(), name);
    if (options.replayFor().isZero()) {
      logs.remove(name);
    } else {
      timer.schedule(options.replayFor(), () -> logs.remove(name));
    }
  }

  /** The response when nothing goes on yet: other calls of the message wait for people as well. */
  private ChatStream nothing(Message message) {
    StreamLog log = new StreamLog(options.maxBytes());
    log.end(List.of(
        UiFrame.of("start").with("messageId", message.id().value()).bytes(),
        UiFrame.of("finish").with("finishReason", "tool-calls").bytes(),
        UiFrame.DONE));
    return new ChatStream("none", log.read(timer, options.heartbeat()));
  }

  /**
   * Reads a stream again from its start.
   *
   * @param owner whose
   * @param streamId its id
   * @return the body; empty if there is nothing to resume, which is to be answered with 204, since
   *     a page shows 404 as an error
   */
  public Optional<ByteStream> resume(String owner, String streamId) {
    StreamLog log = logs.get(new Name(owner, streamId));
    return Optional.ofNullable(log).map(found -> found.read(timer, options.heartbeat()));
  }

  /**
   * Reads the stream of a thread again from its start, while it goes on.
   *
   * @param key the thread
   * @return as for {@link #resume}
   */
  public Optional<ChatStream> resumeThread(ThreadKey key) {
    Name name = newest.get(key);
    StreamLog log = name == null ? null : logs.get(name);
    return name == null || log == null || log.isEnded()
        ? Optional.empty()
        : Optional.of(new ChatStream(name.streamId(), log.read(timer, options.heartbeat())));
  }
}
