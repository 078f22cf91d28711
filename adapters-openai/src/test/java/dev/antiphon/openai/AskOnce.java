package dev.antiphon.openai;

import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.Settings;

/** A process of its own that asks the model of its settings one question and prints the answer. */
final class AskOnce {

  private AskOnce() {}

  public static void main(String[] arguments) throws Exception {
    ChatModelAdapter model = Plugins.discover().offers(Port.MODEL).stream()
        .filter(offer -> offer.name().equals("openai"))
        .findFirst()
        .orElseThrow()
        .create(Settings.load());
    try (LocalRuntime runtime = LocalRuntime.builder(model).build()) {
      System.out.println(runtime.threads().main().send("Hi").await().text());
    }
    ((AutoCloseable) model).close();
  }
}
