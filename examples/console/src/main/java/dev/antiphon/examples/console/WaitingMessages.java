package dev.antiphon.examples.console;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.QueueLane;
import dev.antiphon.thread.QueuePlace;
import dev.antiphon.thread.ThreadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The messages that wait for the reply above to end. One is named by its place, from 1.
 *
 * <p><b>Threads.</b> For one thread.
 */
final class WaitingMessages {

  private final ThreadRuntime thread;
  private final ThreadState state;

  /**
   * Looks at a thread as it is now.
   *
   * @param thread the thread
   */
  WaitingMessages(ThreadRuntime thread) {
    this.thread = thread;
    this.state = thread.state();
  }

  /** Returns a line for each message that waits, and one that tells when they are not sent. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < state.queue().size(); i++) {
      QueueItem item = state.queue().get(i);
      lines.add("%2d  %-5s  %s%s"
          .formatted(
              i + 1,
              item.lane().name().toLowerCase(Locale.ROOT),
              item.message() == null ? "[a reply]" : Printable.cut(item.text()),
              failure(item.error())));
    }
    if (lines.isEmpty()) {
      throw new RefusedException("No message waits. Type one while a reply is being written.");
    }
    if (state.isQueuePaused()) {
      lines.add("(not sent before your next message, or /resume)");
    }
    return lines;
  }

  private static String failure(@org.jspecify.annotations.Nullable ErrorInfo error) {
    return error == null ? "" : "  (not sent: " + Printable.line(error.message()) + "; /retry)";
  }

  private QueueItem item(int number) {
    if (number < 1 || number > state.queue().size()) {
      throw new RefusedException("There is no waiting message %d: %d wait. See /queue."
          .formatted(number, state.queue().size()));
    }
    return state.queue().get(number - 1);
  }

  /**
   * Moves a message.
   *
   * @param number which one
   * @param where {@code first} or {@code last} of its lane, the lane {@code steer} or
   *     {@code queue}, or the number of the message to stand in front of
   */
  void move(int number, String where) {
    thread.queue().move(item(number).id(), place(where));
  }

  private QueuePlace place(String where) {
    return switch (where) {
      case "first" -> QueuePlace.front();
      case "last" -> QueuePlace.end();
      case "steer" -> QueuePlace.in(QueueLane.STEER);
      case "queue" -> QueuePlace.in(QueueLane.QUEUE);
      default -> {
        QueueItem other = item(Command.number(where, "/move 2 first"));
        yield QueuePlace.builder().lane(other.lane()).before(other.id()).build();
      }
    };
  }

  /**
   * Replaces the text of a message.
   *
   * @param number which one
   * @param text the new text
   */
  void edit(int number, String text) {
    thread.queue().edit(item(number).id(), MessageInput.text(text));
  }

  /**
   * Takes a message back.
   *
   * @param number which one
   * @return its text
   */
  String remove(int number) {
    return thread.queue().remove(item(number).id()).map(Message::text).orElse("");
  }

  /**
   * Tries a message again that could not be sent.
   *
   * @param number which one
   */
  Run retry(int number) {
    return thread.queue().retry(item(number).id());
  }
}
