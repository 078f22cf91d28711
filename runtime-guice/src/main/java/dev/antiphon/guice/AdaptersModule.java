package dev.antiphon.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.spi.Offer;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Optional;

/** Binds what was chosen, strictly: nothing is bound that is not written here. */
final class AdaptersModule extends AbstractModule {

  private final AdapterStack stack;
  private final Offer<ChatModelAdapter> model;
  private final Optional<Offer<ThreadHistoryAdapter>> history;
  private final Optional<Offer<RemoteThreadListAdapter>> threadList;
  private final List<Offer<List<Tool>>> tools;
  private final List<Offer<ModelContextProvider>> contexts;

  /** Chooses; throws AdapterChoiceException before anything is made. */
  AdaptersModule(AdapterChoice choice, AdapterStack stack) {
    this.stack = stack;
    this.model = choice.one(Port.MODEL);
    this.history = choice.atMostOne(Port.HISTORY);
    this.threadList = choice.atMostOne(Port.THREADS);
    this.tools = choice.listed(Port.TOOLS);
    this.contexts = choice.listed(Port.CONTEXTS);
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().disableCircularProxies();
    binder().requireAtInjectOnConstructors();

    bind(JsonCodec.class).to(JacksonJson.class);
    bind(JacksonJson.class).toInstance(new JacksonJson());
    OptionalBinder<ThreadHistoryAdapter> historyBinder =
        OptionalBinder.newOptionalBinder(binder(), ThreadHistoryAdapter.class);
    history.ifPresent(
        offer -> historyBinder.setBinding().toProvider(made(offer)).in(Singleton.class));
    OptionalBinder<RemoteThreadListAdapter> threadListBinder =
        OptionalBinder.newOptionalBinder(binder(), RemoteThreadListAdapter.class);
    threadList.ifPresent(
        offer -> threadListBinder.setBinding().toProvider(made(offer)).in(Singleton.class));
    Multibinder<List<Tool>> toolBinder =
        Multibinder.newSetBinder(binder(), new TypeLiteral<List<Tool>>() {}).permitDuplicates();
    tools.forEach(offer -> toolBinder.addBinding().toProvider(made(offer)).in(Singleton.class));
    Multibinder<ModelContextProvider> contextBinder =
        Multibinder.newSetBinder(binder(), ModelContextProvider.class).permitDuplicates();
    contexts.forEach(
        offer -> contextBinder.addBinding().toProvider(made(offer)).in(Singleton.class));
    bind(ChatModelAdapter.class).toProvider(made(model)).in(Singleton.class);
    bind(Adapters.class);
  }

  private <T> Provider<T> made(Offer<T> offer) {
    return () -> stack.create(offer);
  }
}
