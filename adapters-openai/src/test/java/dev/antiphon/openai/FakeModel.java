package dev.antiphon.openai;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A model of LangChain4j's that answers each request as a test wrote it down. */
final class FakeModel implements StreamingChatModel {

  /** Answers one request. */
  @FunctionalInterface
  interface Script {
    void answer(ChatRequest request, StreamingChatResponseHandler handler);
  }

  private final List<Script> scripts;
  private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();

  FakeModel(Script... scripts) {
    this.scripts = List.of(scripts);
  }

  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
    requests.add(request);
    scripts.get(Math.min(requests.size(), scripts.size()) - 1).answer(request, handler);
  }

  ChatRequest lastRequest() {
    return requests.get(requests.size() - 1);
  }

  /** Returns a handle that says when it is used. */
  static StreamingHandle handle(Runnable onCancel) {
    return new StreamingHandle() {
      private volatile boolean isCancelled;

      @Override
      public void cancel() {
        isCancelled = true;
        onCancel.run();
      }

      @Override
      public boolean isCancelled() {
        return isCancelled;
      }
    };
  }
}
