package dev.antiphon.guice;

import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.RuntimePlugin;
import java.util.function.Consumer;

/** A plug-in that is told what to offer. */
record TestPlugin(PluginInfo info, Consumer<PluginRegistrar> installer) implements RuntimePlugin {

  static TestPlugin named(String name, Consumer<PluginRegistrar> installer) {
    return new TestPlugin(PluginInfo.of(name), installer);
  }

  @Override
  public void install(PluginRegistrar registrar) {
    installer.accept(registrar);
  }
}
