package dev.antiphon.openai;

import dev.antiphon.message.MessagePart;
import dev.antiphon.port.ModelException;
import dev.antiphon.port.ReplyWriter;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes one attempt of a LangChain4j model as a reply.
 *
 * <p><b>Promise.</b> The first end wins: whatever is signalled behind it is dropped, and counted by
 * the attempt. A signal that cannot be written ends the attempt as failed.
 *
 * <p><b>Threads.</b> Signals come one after another, from any thread; the end may be set and
 * awaited by others.
 */
final class ReplyHandler implements StreamingChatResponseHandler {

  /**
   * How an attempt ended.
   *
   * @param failure what went wrong, or {@code null} if the reply is complete
   */
  record End(@Nullable ModelException failure) {}

  private final ReplyWriter reply;
  private final ModelCall call;
  private final boolean isFinishOptional;
  private final Runnable onDropped;
  private final CallsOfStep calls;
  private final TextJoiner text = new TextJoiner();
  private final TextJoiner reasoning = new TextJoiner();

  private final AtomicReference<@Nullable End> end = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long lastSignal = System.nanoTime();
  private volatile boolean hasSignals;
  private volatile boolean hasWritten;
  private volatile @Nullable StreamingHandle handle;
  private boolean hasText;
  private boolean isCallOpen;

  ReplyHandler(
      ReplyWriter reply, ModelCall call, int step, boolean isFinishOptional, Runnable onDropped) {
    this.reply = reply;
    this.call = call;
    this.isFinishOptional = isFinishOptional;
    this.onDropped = onDropped;
    this.calls = new CallsOfStep(reply, call.facts(), step);
  }

  // ---- the end

  /** Returns how it ended, or {@code null} if it has not. */
  @Nullable
  End end() {
    return end.get();
  }

  /** Ends it, unless it has ended; stops what still comes. */
  void endWith(@Nullable ModelException failure) {
    if (end.compareAndSet(null, new End(failure))) {
      ended.countDown();
      if (failure != null) {
        stop();
      }
    } else {
      onDropped.run();
    }
  }

  /** Stops what still comes, by whatever way there is to it. */
  void stop() {
    call.stop();
    StreamingHandle known = handle;
    if (known != null && !call.isTransported()) {
      known.cancel();
    }
  }

  /** Wakes whoever awaits the end, which may not have come. */
  void wake() {
    ended.countDown();
  }

  /**
   * Waits for the end or a wake, until nothing was signalled for a time; returns whether in time.
   */
  boolean await(long firstNanos, long idleNanos) throws InterruptedException {
    while (true) {
      long limit = hasSignals ? idleNanos : firstNanos;
      long left = limit - (System.nanoTime() - lastSignal);
      if (left <= 0) {
        return false;
      }
      if (ended.await(left, TimeUnit.NANOSECONDS)) {
        return true;
      }
    }
  }

  /** Returns whether something of the reply was written, so that it cannot be asked for again. */
  boolean hasWritten() {
    return hasWritten;
  }

  /** Returns whether anything was signalled. */
  boolean hasSignals() {
    return hasSignals;
  }

  // ---- signals

  @Override
  public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
    handle = context.streamingHandle();
    onPartialResponse(partial.text());
  }

  @Override
  public void onPartialResponse(String partial) {
    take(() -> {
      hasText = true;
      writeReasoning(reasoning.rest());
      writeText(text.join(partial));
    });
  }

  @Override
  public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
    handle = context.streamingHandle();
    onPartialThinking(partial);
  }

  @Override
  public void onPartialThinking(PartialThinking partial) {
    take(() -> {
      writeText(text.rest());
      writeReasoning(reasoning.join(partial.text()));
    });
  }

  @Override
  public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
    handle = context.streamingHandle();
    onPartialToolCall(partial);
  }

  @Override
  public void onPartialToolCall(PartialToolCall partial) {
    take(() -> {
      beforeCall();
      calls.piece(partial.index(), partial.id(), partial.name(), partial.partialArguments());
    });
  }

  @Override
  public void onCompleteToolCall(CompleteToolCall complete) {
    take(() -> {
      beforeCall();
      ToolExecutionRequest request = complete.toolExecutionRequest();
      calls.whole(complete.index(), request.id(), request.name(), request.arguments());
    });
  }

  @Override
  public void onUnmappedRawEvent(Object rawEvent) {
    lastSignal = System.nanoTime();
    hasSignals = true;
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    take(() -> {
      complete(response);
      endWith(null);
    });
  }

  @Override
  public void onError(Throwable error) {
    endWith(ModelFailures.of(error));
  }

  private void take(Runnable signal) {
    if (end.get() != null) {
      onDropped.run();
      return;
    }
    lastSignal = System.nanoTime();
    hasSignals = true;
    try {
      signal.run();
    } catch (RuntimeException unwritable) {
      endWith(ModelFailures.of(unwritable));
    }
  }

  // ---- what is written

  private void writeText(String delta) {
    if (!delta.isEmpty()) {
      hasWritten = true;
      isCallOpen = false;
      reply.text(delta);
    }
  }

  private void writeReasoning(String delta) {
    if (!delta.isEmpty()) {
      hasWritten = true;
      isCallOpen = false;
      reply.reasoning(delta);
    }
  }

  private void beforeCall() {
    writeReasoning(reasoning.rest());
    writeText(text.rest());
    hasWritten = true;
    isCallOpen = true;
  }

  private void complete(ChatResponse response) {
    FinishedReply finished = new FinishedReply(response, call.facts());
    if (!isFinishOptional && !finished.hasFinishReason()) {
      throw new ModelException(
          "stream-cut",
          "The model ended its reply without a finish reason, so it is not complete. Try again.",
          true,
          null);
    }
    writeReasoning(reasoning.rest());
    writeText(text.rest());
    writeWhatCameWhole(response);
    calls.complete();
    for (MessagePart part : finished.parts()) {
      hasWritten = true;
      reply.part(part);
    }
    finished.keepAttributes(reply, calls, isCallOpen);
    finished.report(reply);
  }

  /** Writes what a model that does not stream it gives at the end. */
  private void writeWhatCameWhole(ChatResponse response) {
    String wholeText = response.aiMessage().text();
    if (!hasText && wholeText != null) {
      writeText(WellFormedText.of(wholeText));
    }
    if (calls.isEmpty()) {
      int index = 0;
      for (ToolExecutionRequest request : response.aiMessage().toolExecutionRequests()) {
        beforeCall();
        calls.whole(index++, request.id(), request.name(), request.arguments());
      }
    }
  }
}
