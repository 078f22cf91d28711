package dev.antiphon.examples.console;

import java.util.List;

/** The commands about files that go with the next message. */
final class FileCommands {

  /** All of them. */
  static final List<Command> ALL = List.of(
      Command.quiet(
          "/attach",
          "PATH",
          "attach a file to your next message",
          (commands, path) -> files(commands).attach(path)),
      Command.quiet(
          "/attachments",
          "",
          "list what goes with your next message",
          (commands, nothing) -> files(commands).list()),
      Command.quiet(
          "/detach",
          "N",
          "take an attached file away",
          (commands, number) -> files(commands).detach(Command.number(number, "/detach 1"))));

  private FileCommands() {}

  private static PendingFiles files(Commands commands) {
    return new PendingFiles(commands.chat().thread().composer(), commands.transcript());
  }
}
