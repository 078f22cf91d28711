package dev.antiphon.guice;

import com.google.inject.Inject;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that a runtime is made of, as Guice gives it. */
final class Adapters {

  private final JsonCodec json;
  private final ChatModelAdapter model;
  private final Optional<ThreadHistoryAdapter> history;
  private final Optional<RemoteThreadListAdapter> threadList;
  private final List<Tool> tools;
  private final List<ModelContextProvider> contexts;

  @Inject
  Adapters(
      JsonCodec json,
      ChatModelAdapter model,
      Optional<ThreadHistoryAdapter> history,
      Optional<RemoteThreadListAdapter> threadList,
      Set<List<Tool>> tools,
      Set<ModelContextProvider> contexts) {
    this.json = json;
    this.model = model;
    this.history = history;
    this.threadList = threadList;
    this.tools = tools.stream().flatMap(List::stream).toList();
    this.contexts = List.copyOf(contexts);
  }

  JsonCodec json() {
    return json;
  }

  ChatModelAdapter model() {
    return model;
  }

  Optional<ThreadHistoryAdapter> history() {
    return history;
  }

  Optional<RemoteThreadListAdapter> threadList() {
    return threadList;
  }

  List<Tool> tools() {
    return tools;
  }

  List<ModelContextProvider> contexts() {
    return contexts;
  }
}
