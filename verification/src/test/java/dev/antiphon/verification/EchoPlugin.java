package dev.antiphon.verification;

import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.RuntimePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Offers a model that repeats what it is told; found only where {@link #listedIn} says so. */
public final class EchoPlugin implements RuntimePlugin {

  /** Makes the plug-in; does nothing else. */
  public EchoPlugin() {}

  /** Returns a class path on which this plug-in is listed, and nothing else. */
  static ClassPath listedIn(Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF").resolve("services"));
    Files.writeString(services.resolve(RuntimePlugin.class.getName()), EchoPlugin.class.getName());
    return new ClassPath(Set.of(folder));
  }

  @Override
  public PluginInfo info() {
    return PluginInfo.of("echo");
  }

  @Override
  public void install(PluginRegistrar registrar) {
    ChatModelAdapter echo = (request, reply) -> reply.text("You said: " + request.lastUserText());
    registrar.model("echo", settings -> echo);
  }
}
