package dev.antiphon.spi;

/**
 * A jar's offer of adapters. Discovered with {@code ServiceLoader}: the jar names the class in
 * {@code META-INF/services/dev.antiphon.spi.RuntimePlugin}. An offer is not yet in use: settings
 * choose among offers.
 *
 * <pre>{@code
 * public final class FilesPlugin implements RuntimePlugin {
 *   record FilesSettings(@Setting("folder where threads are kept") Path folder) {}
 *
 *   public PluginInfo info() {
 *     return PluginInfo.of("files");
 *   }
 *
 *   public void install(PluginRegistrar registrar) {
 *     registrar.history("files", FilesSettings.class, s -> new FilesThreadHistory(s.folder()));
 *   }
 * }
 * }</pre>
 *
 * <p><b>Promise.</b> A public class with a public constructor without parameters. None of the
 * constructor, {@link #info} and {@link #install} does input or output, starts a thread or keeps
 * the registrar: that is for the factories, which are called for adapters in use only.
 *
 * <p><b>Threads.</b> Called on the thread that composes the runtime.
 *
 * <p>Implemented by plug-in authors.
 */
public interface RuntimePlugin {

  /** Returns who it is. */
  PluginInfo info();

  /**
   * Offers its adapters.
   *
   * @param registrar takes the offers, during this call only
   */
  void install(PluginRegistrar registrar);
}
