package dev.antiphon.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Binding;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.spi.ProviderInstanceBinding;
import dev.antiphon.spi.Port;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds each port that has at most one adapter to what was chosen, or to {@code null} for what the
 * runtime has built in. A host that binds a port itself, by overriding, has its own used: nothing
 * is chosen for that port then, and nothing is missed.
 */
final class PortBindings extends AbstractModule {

  private static final List<Port<?>> SINGLE =
      Port.all().stream().filter(port -> port.use() != Port.Use.LISTED).toList();

  private final Map<Port<?>, Provider<?>> ours = new LinkedHashMap<>();

  PortBindings(ChosenAdapters chosen) {
    SINGLE.forEach(port -> ours.put(port, () -> chosen.single(port)));
  }

  @Override
  protected void configure() {
    SINGLE.forEach(this::bindPort);
  }

  @SuppressWarnings("unchecked")
  private <T> void bindPort(Port<T> port) {
    bind((Class<T>) port.type()).toProvider((Provider<? extends T>) ours.get(port));
  }

  /** Returns the ports for which the host has bound nothing. */
  List<Port<?>> leftToUs(Injector injector) {
    return Port.all().stream()
        .filter(port -> port.use() == Port.Use.LISTED || !isOverridden(injector, port))
        .toList();
  }

  private boolean isOverridden(Injector injector, Port<?> port) {
    Binding<?> binding = injector.getBinding(Key.get(port.type()));
    return !(binding instanceof ProviderInstanceBinding<?> provided)
        || provided.getUserSuppliedProvider() != ours.get(port);
  }

  /** Returns the adapter that is bound to a port; {@code null} for what is built in. */
  @SuppressWarnings("unchecked")
  static <T> @Nullable T get(Injector injector, Port<T> port) {
    return (T) injector.getProvider(Key.get(port.type())).get();
  }
}
