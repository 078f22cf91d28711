package dev.antiphon.examples.console;

import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.WhenBusy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands about messages that wait for the reply above to end. */
final class QueueCommands {

  /** All of them. */
  static final List<Command> ALL = List.of(
      new Command(
          "/queue",
          "[TEXT]",
          "send when the reply has ended; alone, list what waits",
          QueueCommands::queue),
      new Command(
          "/steer",
          "TEXT",
          "send when the reply has ended, before what waits",
          (commands, text) ->
              commands.chat().send(Command.required(text, "/steer Be brief"), WhenBusy.STEER)),
      Command.quiet(
          "/move",
          "N WHERE",
          "move a waiting message: first, last, steer, queue, or before M",
          QueueCommands::move),
      Command.quiet("/change", "N TEXT", "change a waiting message", QueueCommands::change),
      Command.quiet("/unqueue", "N", "take a waiting message back", QueueCommands::remove),
      new Command(
          "/retry",
          "N",
          "try a waiting message again that was not sent",
          (self, given) -> waiting(self).retry(Command.number(given, "/retry 1"))),
      Command.quiet(
          "/resume",
          "",
          "send what waits after a /cancel",
          (self, given) -> self.chat().thread().resumeQueue()));

  private QueueCommands() {}

  private static WaitingMessages waiting(Commands commands) {
    return new WaitingMessages(commands.chat().thread());
  }

  private static @Nullable Run queue(Commands commands, String text) {
    if (!text.isEmpty()) {
      return commands.chat().send(text, WhenBusy.ENQUEUE);
    }
    waiting(commands).lines().forEach(commands.transcript()::note);
    return null;
  }

  private static void move(Commands commands, String argument) {
    String[] words = argument.split("\\s+", -1);
    if (words.length != 2) {
      throw new RefusedException("Give a message and a place, as in: /move 2 first");
    }
    waiting(commands).move(Command.number(words[0], "/move 2 first"), words[1]);
    waiting(commands).lines().forEach(commands.transcript()::note);
  }

  private static void change(Commands commands, String argument) {
    String[] words = argument.split("\\s+", 2);
    int number = Command.number(words[0], "/change 1 What is 5*5?");
    String text = words.length < 2 ? "" : words[1];
    waiting(commands).edit(number, Command.required(text, "/change 1 What is 5*5?"));
    waiting(commands).lines().forEach(commands.transcript()::note);
  }

  private static void remove(Commands commands, String argument) {
    String text = waiting(commands).remove(Command.number(argument, "/unqueue 1"));
    commands.transcript().note("(taken back: " + Printable.cut(text) + ")");
  }
}
