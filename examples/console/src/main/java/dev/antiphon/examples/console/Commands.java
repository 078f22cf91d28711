package dev.antiphon.examples.console;

import dev.antiphon.guice.AdapterReport;
import dev.antiphon.runtime.Run;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.tool.ApprovalResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lines that start with a slash, and what each does. */
final class Commands {

  private static final List<Command> BASIC = List.of(
      Command.quiet("/help", "", "list what can be typed", (self, given) -> self.help()),
      new Command(
          "/regenerate",
          "",
          "make the last reply anew, as another version",
          (self, given) -> self.chat.regenerate()),
      new Command("/edit", "TEXT", "send another version of your last message", Commands::edit),
      Command.quiet(
          "/branches",
          "",
          "list the versions of messages that have several",
          (self, given) -> self.branches()),
      Command.quiet(
          "/switch",
          "[MESSAGE] VERSION",
          "show another version, of the last message that has several",
          Commands::switchBranch),
      Command.quiet(
          "/cancel", "", "cancel the reply; so does Ctrl-C", (self, given) -> self.chat.cancel()),
      new Command(
          "/approve",
          "",
          "let the tool run that waits for it",
          (self, given) -> self.chat.decide(ApprovalResponse.approve())),
      new Command("/deny", "[REASON]", "do not let it run", Commands::deny),
      Command.quiet(
          "/history", "", "show the whole thread again", (self, given) -> self.chat.showHistory()),
      Command.quiet(
          "/plugins",
          "",
          "tell which plug-ins were found and what is in use",
          (self, given) -> self.plugins()),
      Command.quiet("/quit", "", "leave; so does Ctrl-D", (self, given) -> self.isOver = true));

  private static final List<Command> ALL = Stream.of(
          BASIC, ThreadCommands.ALL, FileCommands.ALL, QueueCommands.ALL, ReplyCommands.ALL)
      .flatMap(List::stream)
      .toList();

  private final Chat chat;
  private final AdapterReport adapters;
  private final Transcript transcript;
  private boolean isOver;

  /**
   * Makes the commands of a chat.
   *
   * @param chat what they are about
   * @param adapters what was found and is in use
   * @param transcript where they say what they did
   */
  Commands(Chat chat, AdapterReport adapters, Transcript transcript) {
    this.chat = chat;
    this.adapters = adapters;
    this.transcript = transcript;
  }

  /** Returns the names of all commands, with their slash. */
  static List<String> names() {
    return ALL.stream().map(Command::name).toList();
  }

  /** Returns where the commands say what they did. */
  Transcript transcript() {
    return transcript;
  }

  /** Returns what the commands are about. */
  Chat chat() {
    return chat;
  }

  /** Returns whether somebody asked to leave. */
  boolean isOver() {
    return isOver;
  }

  /**
   * Does what a line asks: a command, the number of a suggestion, or a message to send. Two slashes
   * at the start stand for one that starts a message.
   *
   * @param line the line, not blank
   * @return the run that was started, if one was
   * @throws RefusedException if there is no such command, or it cannot be done
   */
  Optional<Run> execute(String line) {
    String text = line.strip();
    if (!text.startsWith("/")) {
      return Optional.of(send(text));
    }
    if (text.startsWith("//")) {
      return Optional.of(send(text.substring(1)));
    }
    int end = firstBlank(text);
    String name = text.substring(0, end);
    for (Command command : ALL) {
      if (command.name().equals(name)) {
        return Optional.ofNullable(
            command.action().run(this, text.substring(end).strip()));
      }
    }
    throw new RefusedException(
        "There is no command '%s'. /help lists them; a message that starts with a slash is typed with two."
            .formatted(Printable.cut(name)));
  }

  private Run send(String text) {
    Optional<Suggestion> chosen = Choices.chosen(text, Choices.of(chat.thread()));
    if (chosen.isPresent()) {
      return chat.send(chosen.get());
    }
    transcript.typed(text);
    return chat.send(text, null);
  }

  private static int firstBlank(String text) {
    int end = 0;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private Run edit(String text) {
    if (text.isEmpty()) {
      throw new RefusedException("The new text is missing, as in: /edit What is 5*5?");
    }
    return chat.edit(text);
  }

  private @Nullable Run deny(String reason) {
    return chat.decide(reason.isEmpty() ? ApprovalResponse.deny() : ApprovalResponse.deny(reason));
  }

  private void plugins() {
    adapters.lines().forEach(line -> transcript.note(Printable.text(line)));
  }

  private void branches() {
    new Branches(chat.thread()).lines().forEach(transcript::note);
  }

  private void help() {
    transcript.note("Type a message, the number of a suggestion, or a command:");
    for (Command command : ALL) {
      transcript.note("  %-27s %s".formatted(command.usage(), command.help()));
    }
    transcript.note(
        "The demonstration model (--model demo) is no AI. It knows: 12*34, time, delete note 2, why, long, fail.");
  }

  private void switchBranch(String argument) {
    String[] numbers = argument.split("\\s+", -1);
    Branches branches = new Branches(chat.thread());
    if (numbers.length == 1) {
      branches.switchTo(Command.number(numbers[0], "/switch 1"));
    } else if (numbers.length == 2) {
      branches.switchTo(
          Command.number(numbers[0], "/switch 2 1"), Command.number(numbers[1], "/switch 2 1"));
    } else {
      throw new RefusedException("Give a version, or a message and a version, as in: /switch 2 1");
    }
  }
}
