package dev.antiphon.openai;

import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What one request asks of a LangChain4j model.
 *
 * @param chat messages and parameters
 * @param headers headers of this request; the values are secret
 * @param body changes the body before it is sent
 */
record Ask(ChatRequest chat, Map<String, String> headers, UnaryOperator<String> body) {

  @Override
  public String toString() {
    return "Ask[" + chat.messages().size() + " messages, headers " + headers.keySet() + "]";
  }
}
