package dev.antiphon.examples.console;

import dev.antiphon.guice.Antiphon;
import dev.antiphon.spi.PluginException;
import dev.antiphon.spi.Settings;
import dev.antiphon.spi.SettingsException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.utils.Signals;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The chat in the terminal. Exit codes: 0 after {@code /quit} or the end of the input, 2 if it
 * cannot start, with one line on stderr for each problem.
 */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    versionProvider = ConsoleMain.Version.class,
    description = "A chat in the terminal. Type a message, or /help.")
public final class ConsoleMain implements Callable<Integer> {

  /** Keeps the level that was set: a logger that nobody holds is forgotten. */
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  @Mixin
  private ConsoleOptions options = new ConsoleOptions();

  private ConsoleMain() {}

  /**
   * Runs the program.
   *
   * @param arguments the command line; {@code --help} lists what there is
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new ConsoleMain());
    commandLine.setParameterExceptionHandler((wrong, given) -> {
      commandLine
          .getErr()
          .println(
              "chat: " + Printable.line(String.valueOf(wrong.getMessage())) + ". See chat --help.");
      return StartFailure.EXIT_CODE;
    });
    return commandLine;
  }

  @Override
  public Integer call() {
    if (!options.isVerbose()) {
      ROOT_LOGGER.setLevel(Level.OFF);
    }
    StartFailure startFailure = new StartFailure(System.err, options.isVerbose());
    boolean isTerminal = !options.isPlain() && isTerminal();
    try {
      ConsoleSettings settings =
          ConsoleSettings.of(Settings.load(), options, System.getenv(), isTerminal);
      if (options.isAboutPlugins()) {
        return report(settings);
      }
      Opening opening = Opening.begin(settings.settings());
      // What is being written when somebody ends the process is stored as far as it is there.
      Runtime.getRuntime().addShutdownHook(new Thread(opening::close, "antiphon-close"));
      Program program = new Program(opening, settings.banner(version()), startFailure);
      return isTerminal ? inTerminal(program, opening, startFailure) : plain(program);
    } catch (SettingsException | PluginException wrong) {
      return startFailure.tell(wrong);
    } catch (IOException noTerminal) {
      return startFailure.tell(noTerminal);
    }
  }

  private static int report(ConsoleSettings settings) {
    PlainScreen screen = new PlainScreen(utf8(FileDescriptor.out));
    Transcript transcript = new Transcript(screen);
    Antiphon.builder(settings.settings())
        .report()
        .lines()
        .forEach(line -> transcript.note(Printable.text(line)));
    return 0;
  }

  private static int plain(Program program) {
    if (isTerminal()) {
      Signals.register("INT", program::interrupt);
    }
    return program.run(new PlainInput(System.in), new PlainScreen(utf8(FileDescriptor.out)));
  }

  private static int inTerminal(Program program, Opening opening, StartFailure startFailure)
      throws IOException {
    try (LineTerminal terminal = LineTerminal.open()) {
      if (terminal.isDumb()) {
        return plain(program);
      }
      terminal.onInterrupt(program::interrupt);
      // Nobody can tell JLine to stop reading, so a start that fails while a person types ends it.
      opening.onFailure(failure -> {
        terminal.giveBack();
        System.exit(startFailure.tell(failure));
      });
      return program.run(terminal, terminal);
    }
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  /** Returns whether a person types and reads; newer JVMs have a console without a terminal too. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJdk22) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException impossible) {
      throw new LinkageError("Console.isTerminal cannot be called.", impossible);
    }
  }

  static String version() {
    try (InputStream file =
            Objects.requireNonNull(ConsoleMain.class.getResourceAsStream("version.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return Objects.requireNonNull(reader.readLine());
    } catch (IOException unreadable) {
      throw new LinkageError("The jar is damaged: version.txt cannot be read.", unreadable);
    }
  }

  /** Tells the version. Made by picocli. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Antiphon console " + version()};
    }
  }
}
