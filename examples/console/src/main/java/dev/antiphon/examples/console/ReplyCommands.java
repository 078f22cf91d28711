package dev.antiphon.examples.console;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.Role;
import dev.antiphon.thread.ThreadState;
import java.util.List;

/** The commands about a reply that is there: what one thinks of it, and to have it read aloud. */
final class ReplyCommands {

  /** All of them. */
  static final List<Command> ALL = List.of(
      Command.quiet(
          "/good",
          "[COMMENT]",
          "mark the last reply as good",
          (self, comment) ->
              mark(self, Feedback.positive().withComment(comment.isEmpty() ? null : comment))),
      Command.quiet(
          "/bad",
          "[COMMENT]",
          "mark the last reply as bad",
          (self, comment) ->
              mark(self, Feedback.negative().withComment(comment.isEmpty() ? null : comment))),
      Command.quiet("/unmark", "", "take the mark of the last reply back", (self, given) -> {
        Message reply = lastReply(self);
        Chat.await(self.chat().thread().withdrawFeedback(reply.id()));
      }),
      Command.quiet(
          "/speak",
          "[MESSAGE]",
          "read a message aloud, the last reply unless said, into a sound file",
          ReplyCommands::speak),
      Command.quiet(
          "/silence",
          "",
          "stop reading aloud",
          (self, given) -> self.chat().thread().stopSpeaking()));

  private ReplyCommands() {}

  private static void mark(Commands commands, Feedback mark) {
    Chat.await(commands.chat().thread().submitFeedback(lastReply(commands).id(), mark));
  }

  private static void speak(Commands commands, String argument) {
    Message message = argument.isEmpty()
        ? lastReply(commands)
        : message(commands.chat().state(), Command.number(argument, "/speak 2"));
    Chat.await(commands.chat().thread().speak(message.id()));
  }

  private static Message message(ThreadState state, int number) {
    if (number < 1 || number > state.messages().size()) {
      throw new RefusedException("There is no message %d: %d are shown. See /history."
          .formatted(number, state.messages().size()));
    }
    return state.messages().get(number - 1);
  }

  private static Message lastReply(Commands commands) {
    List<Message> messages = commands.chat().state().messages();
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role() == Role.ASSISTANT) {
        return messages.get(i);
      }
    }
    throw new RefusedException("There is no reply yet. Type a message first.");
  }
}
