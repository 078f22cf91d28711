package dev.antiphon.guice;

import static java.util.Objects.requireNonNull;

import com.google.inject.AbstractModule;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.RuntimeOptions;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Settings;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts a runtime of jars and settings into an injector of the host's own.
 *
 * <pre>{@code
 * Injector injector = Guice.createInjector(
 *     Modules.override(AntiphonModule.of(Settings.load())).with(new AbstractModule() {
 *       protected void configure() {
 *         bind(ChatModelAdapter.class).to(OurModel.class);
 *       }
 *     }));
 * LocalRuntime runtime = injector.getInstance(LocalRuntime.class);
 * }</pre>
 *
 * <p>Bound are {@link LocalRuntime}, {@link Antiphon}, {@link JsonCodec}, {@link RuntimeOptions},
 * {@link Settings}, {@link Plugins}, and each port that has at most one adapter: to what settings
 * choose, or to {@code null} for what the runtime has built in. A host overrides any of them; for a
 * port that it binds itself, nothing is chosen. To tools, providers of model context and
 * attachments it adds with a {@code Multibinder}.
 *
 * <p>The injector makes everything when the first of them is asked for, or at once in
 * {@code Stage.PRODUCTION}. Whoever ends the injector calls {@link Antiphon#close}, which closes
 * the runtime and then the chosen adapters, the last one made first; what the host bound is the
 * host's to close. If anything fails to start, what was made is closed at once.
 *
 * <p>A module is for one injector.
 */
public final class AntiphonModule extends AbstractModule {

  private final AdapterChoice choice;
  private final List<Consumer<LocalRuntime.Builder>> steps;
  private final AdapterStack stack = new AdapterStack();
  private final ChosenAdapters chosen;
  private final PortBindings ports;

  AntiphonModule(AdapterChoice choice, List<Consumer<LocalRuntime.Builder>> steps) {
    this.choice = choice;
    this.steps = List.copyOf(steps);
    this.chosen = new ChosenAdapters(choice, stack);
    this.ports = new PortBindings(chosen);
  }

  /**
   * Makes a module with the plug-ins that the class loader of this thread sees.
   *
   * @param settings choose adapters and configure them
   * @throws dev.antiphon.spi.PluginException if two plug-ins or two of their offers have the same
   *     name
   */
  public static AntiphonModule of(Settings settings) {
    return of(settings, Plugins.discover());
  }

  /**
   * Makes a module.
   *
   * @param settings choose adapters and configure them
   * @param plugins the plug-ins
   */
  public static AntiphonModule of(Settings settings, Plugins plugins) {
    requireNonNull(settings, "settings");
    return new AntiphonModule(
        new AdapterChoice(requireNonNull(plugins, "plugins"), settings), List.of());
  }

  @Override
  protected void configure() {
    install(ports);
    bind(JsonCodec.class).toInstance(new JacksonJson());
    bind(RuntimeOptions.class).toInstance(RuntimeOptions.DEFAULTS);
    bind(Settings.class).toInstance(choice.settings());
    bind(Plugins.class).toInstance(choice.plugins());
    Multibinder.newSetBinder(binder(), Tool.class);
    Multibinder.newSetBinder(binder(), ModelContextProvider.class);
    Multibinder.newSetBinder(binder(), AttachmentAdapter.class);
    bind(HostAdditions.class);
  }

  @Provides
  @Singleton
  Antiphon antiphon(Injector injector) {
    try {
      choice.plugins().checkKeys(choice.settings());
      chosen.check(ports.leftToUs(injector));
      AdapterReport report = AdapterReport.of(choice, ports.leftToUs(injector));
      return new Antiphon(new RuntimeParts(injector, chosen).build(steps), stack, report);
    } catch (RuntimeException | Error failure) {
      stack.closeAfter(failure);
      throw failure;
    }
  }

  @Provides
  LocalRuntime runtime(Antiphon antiphon) {
    return antiphon.runtime();
  }

  /** What the host adds to what settings list. */
  static final class HostAdditions {
    private final Set<Tool> tools;
    private final Set<ModelContextProvider> contexts;
    private final Set<AttachmentAdapter> attachments;

    @Inject
    HostAdditions(
        Set<Tool> tools, Set<ModelContextProvider> contexts, Set<AttachmentAdapter> attachments) {
      this.tools = tools;
      this.contexts = contexts;
      this.attachments = attachments;
    }

    Set<Tool> tools() {
      return tools;
    }

    Set<ModelContextProvider> contexts() {
      return contexts;
    }

    Set<AttachmentAdapter> attachments() {
      return attachments;
    }
  }
}
