package dev.antiphon.openai;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.util.function.Function;

/**
 * What LangChain4j sees of a {@link ModelHttpClient}. A stream that a {@link ModelCall} waits for
 * is read on its thread; any other in the background, as LangChain4j expects.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class LangChain4jHttpClient implements HttpClient {

  private final ModelHttpClient client;
  private final Function<StreamFacts, EventFilter> filters;

  LangChain4jHttpClient(ModelHttpClient client, Function<StreamFacts, EventFilter> filters) {
    this.client = client;
    this.filters = filters;
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    ModelCall bound = ModelCall.current();
    return new Exchange(client, request, bound == null ? new ModelCall() : bound).whole();
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    ModelCall bound = ModelCall.current();
    if (bound != null) {
      bound.transported();
      stream(request, bound, parser, listener);
    } else {
      client.background(() -> stream(request, new ModelCall(), parser, listener));
    }
  }

  private void stream(
      HttpRequest request,
      ModelCall call,
      ServerSentEventParser parser,
      ServerSentEventListener listener) {
    new Exchange(client, request, call).stream(parser, listener, filters.apply(call.facts()));
  }
}
