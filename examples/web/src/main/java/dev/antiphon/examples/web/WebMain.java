package dev.antiphon.examples.web;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.guice.Antiphon;
import dev.antiphon.spi.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The server of the web chat. Says where it listens on stdout, and runs until it is ended. Exit
 * code 2 if it cannot start, with a line on stderr that says why.
 */
@Command(
    name = "web-chat",
    mixinStandardHelpOptions = true,
    description =
        "Serves a chat to pages in browsers: its state, its commands, and the stream of the AI SDK.")
public final class WebMain implements Callable<Integer> {

  private static final int CANNOT_START = 2;
  private static final String TOKEN_VARIABLE = "ANTIPHON_WEB_TOKEN";

  /** Keeps the level that was set: a logger that nobody holds is forgotten. */
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  @Mixin
  private WebOptions options = new WebOptions();

  private WebMain() {}

  /**
   * Runs the program.
   *
   * @param arguments the command line; {@code --help} lists what there is
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new WebMain()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    ROOT_LOGGER.setLevel(options.isVerbose() ? Level.INFO : Level.WARNING);
    try (Antiphon antiphon =
            Antiphon.start(WebSettings.of(Settings.load(), options, System.getenv()));
        WebServer server = serve(antiphon)) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(server, antiphon), "antiphon-close"));
      // In one piece: whoever started the program may be reading along.
      System.out.print("Listening on http://%s:%d%n".formatted(options.address(), server.port()));
      System.out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (ChatRuntimeException | IOException | IllegalArgumentException wrong) {
      System.err.println("web-chat: " + wrong.getMessage());
      if (options.isVerbose()) {
        wrong.printStackTrace();
      }
      return CANNOT_START;
    }
  }

  /** What is being written is stored as far as it is there. */
  private static void stop(WebServer server, Antiphon antiphon) {
    server.close();
    antiphon.close();
  }

  private WebServer serve(Antiphon antiphon) throws IOException {
    Owners owners = TokenFile.read(options.tokens(), System.getenv(TOKEN_VARIABLE));
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(options.address()), options.port());
    return WebServer.start(antiphon.runtime(), address, owners, WebLimits.DEFAULTS);
  }
}
