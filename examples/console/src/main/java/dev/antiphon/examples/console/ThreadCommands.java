package dev.antiphon.examples.console;

import dev.antiphon.message.Message;
import dev.antiphon.thread.ThreadListItem;
import java.util.List;

/** The commands about threads: which there are, and what they are called. */
final class ThreadCommands {

  /** All of them. */
  static final List<Command> ALL = List.of(
      Command.quiet(
          "/threads", "[N]", "list the threads, or open one of the list", ThreadCommands::threads),
      Command.quiet(
          "/new", "", "start a new thread", (self, given) -> self.chat().startThread()),
      Command.quiet("/rename", "TITLE", "give this thread a title", ThreadCommands::rename),
      Command.quiet("/title", "", "have a title made for this thread", ThreadCommands::title),
      Command.quiet(
          "/archive", "[N]", "archive this thread, or one of the list", ThreadCommands::archive),
      Command.quiet(
          "/unarchive",
          "N",
          "take a thread out of the archive, as opening it does",
          ThreadCommands::unarchive),
      Command.quiet(
          "/delete",
          "N",
          "delete a thread of the list, messages included",
          ThreadCommands::delete));

  private ThreadCommands() {}

  private static void threads(Commands commands, String argument) {
    if (!argument.isEmpty()) {
      commands.chat().open(numbered(commands, argument, "/threads 1"));
      return;
    }
    List<String> lines = Threads.of(commands.chat().threads()).lines(firstText(commands.chat()));
    if (lines.isEmpty()) {
      commands.transcript().note("No thread is stored yet.");
    }
    lines.forEach(commands.transcript()::note);
  }

  private static String firstText(Chat chat) {
    List<Message> messages = chat.state().messages();
    return messages.isEmpty() ? "" : messages.get(0).text();
  }

  private static void rename(Commands commands, String title) {
    Command.required(title, "/rename Sums");
    Chat.await(commands.chat().threads().rename(shown(commands.chat()), title));
    commands.transcript().note("(its title is now: " + Printable.cut(title) + ")");
  }

  private static void title(Commands commands, String ignored) {
    Chat chat = commands.chat();
    Chat.await(chat.threads().generateTitle(shown(chat)));
    String title = chat.thread().item().title();
    commands
        .transcript()
        .note(
            title == null
                ? "(no title came of it)"
                : "(its title is now: " + Printable.cut(title) + ")");
  }

  private static void archive(Commands commands, String argument) {
    Chat chat = commands.chat();
    String id = argument.isEmpty() ? shown(chat) : numbered(commands, argument, "/archive 2");
    Chat.await(chat.threads().archive(id));
    commands.transcript().note("(archived)");
    chat.followSelection();
  }

  private static void unarchive(Commands commands, String argument) {
    String id = numbered(commands, argument, "/unarchive 2");
    Chat.await(commands.chat().threads().unarchive(id));
    commands.transcript().note("(taken out of the archive)");
  }

  private static void delete(Commands commands, String argument) {
    String id = numbered(commands, argument, "/delete 2");
    Chat.await(commands.chat().threads().delete(id));
    commands.transcript().note("(deleted)");
    commands.chat().followSelection();
  }

  /** Returns the id of the thread that a number of the list names. */
  private static String numbered(Commands commands, String argument, String example) {
    int number = Command.number(argument, example);
    return Threads.of(commands.chat().threads()).numbered(number).id();
  }

  /** Returns the id of the thread that is shown, if it is stored. */
  private static String shown(Chat chat) {
    ThreadListItem item = chat.thread().item();
    if (item.status() == ThreadListItem.Status.NEW) {
      throw new RefusedException("This thread is not stored yet. Type a message first.");
    }
    return item.id();
  }
}
