package dev.antiphon.verification;

import dev.antiphon.guice.Antiphon;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.Settings;

/**
 * A program that knows no adapter by name: what it is made of is decided by jars and settings.
 * Started as a process by {@link TwoClassPathsIT}.
 */
public final class ChatOfPlugins {

  private ChatOfPlugins() {}

  /**
   * Says a message; prints what keeps the thread and how long the thread is then.
   *
   * @param arguments the message
   * @throws Exception if it cannot start, or the reply fails
   */
  public static void main(String[] arguments) throws Exception {
    try (Antiphon antiphon = Antiphon.start(Settings.load())) {
      ThreadRuntime thread = antiphon.runtime().threads("ada").open("notes");
      thread.send(arguments[0]).await();
      System.out.println(antiphon.report().port(Port.HISTORY));
      System.out.println(thread.state().messages().size() + " messages");
    }
  }
}
