package dev.antiphon.examples.console;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.thread.MessageView;
import dev.antiphon.thread.ThreadState;
import java.util.ArrayList;
import java.util.List;

/**
 * The versions of the messages of a thread. A message is named by its place on the screen, from 1;
 * a version by its place among its siblings, from 1.
 *
 * <p><b>Threads.</b> For one thread.
 */
final class Branches {

  private final ThreadRuntime thread;
  private final ThreadState state;

  /**
   * Looks at a thread as it is now.
   *
   * @param thread the thread
   */
  Branches(ThreadRuntime thread) {
    this.thread = thread;
    this.state = thread.state();
  }

  /** Returns a line for each version of each message that has several. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (MessageView view : state.views()) {
      if (view.branchCount() > 1) {
        lines.add("message %d (%s) has %d versions:"
            .formatted(view.index() + 1, who(view.message()), view.branchCount()));
        List<MessageId> versions = thread.branches(view.message().id());
        for (int i = 0; i < versions.size(); i++) {
          Message version = thread.message(versions.get(i));
          lines.add("  %s%d  %s"
              .formatted(i + 1 == view.branchNumber() ? "*" : " ", i + 1, summary(version)));
        }
      }
    }
    if (lines.isEmpty()) {
      throw new RefusedException(
          "No message has several versions yet. /regenerate and /edit make them.");
    }
    return lines;
  }

  private static String who(Message message) {
    return message.role() == Role.USER
        ? "you"
        : message.role().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String summary(Message message) {
    String text = Printable.cut(message.text());
    return text.isEmpty() ? "[" + message.status() + "]" : text;
  }

  /**
   * Shows a version of the last message that has several.
   *
   * @param version which one, from 1
   */
  void switchTo(int version) {
    for (int i = state.messages().size() - 1; i >= 0; i--) {
      if (state.view(i).branchCount() > 1) {
        switchTo(i + 1, version);
        return;
      }
    }
    throw new RefusedException(
        "Cannot switch to version %d: no message has several versions yet. /regenerate and /edit make them."
            .formatted(version));
  }

  /**
   * Shows a version of a message.
   *
   * @param message which message, from 1
   * @param version which version, from 1
   */
  void switchTo(int message, int version) {
    if (message < 1 || message > state.messages().size()) {
      throw new RefusedException("There is no message %d: %d are shown. See /branches."
          .formatted(message, state.messages().size()));
    }
    List<MessageId> versions = thread.branches(state.messages().get(message - 1).id());
    if (version < 1 || version > versions.size()) {
      throw new RefusedException("There is no version %d of message %d: it has %d. See /branches."
          .formatted(version, message, versions.size()));
    }
    Chat.await(thread.switchToBranch(versions.get(version - 1)));
  }
}
