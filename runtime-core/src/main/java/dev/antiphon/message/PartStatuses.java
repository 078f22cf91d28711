package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Derives the status of a part from its message (rules MSG-7 and MSG-8). */
public final class PartStatuses {

  private PartStatuses() {}

  /**
   * Returns the status of a part; the first rule that matches wins.
   *
   * @param message the message
   * @param index which part
   */
  public static Status of(Message message, int index) {
    MessagePart part = message.content().get(index);
    if (message.role() != Role.ASSISTANT) {
      return Status.COMPLETE;
    }
    Status whole = requireNonNull(message.status());
    if (part instanceof ToolCallPart call) {
      return call.hasResult() ? Status.COMPLETE : whole;
    }
    Status own = part.status();
    if (whole.isRunning() && own != null) {
      return own;
    }
    if (whole.isPaused()) {
      return Status.COMPLETE;
    }
    return index == message.content().size() - 1 ? whole : Status.COMPLETE;
  }

  /**
   * Returns the status of a group of parts: running if a member is, else that of its last member;
   * an empty group is complete.
   *
   * @param members the statuses of the members, in order
   */
  public static Status ofGroup(List<Status> members) {
    for (Status member : members) {
      if (member.isRunning()) {
        return member;
      }
    }
    return members.isEmpty() ? Status.COMPLETE : members.get(members.size() - 1);
  }
}
