package dev.antiphon.tree;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import java.util.List;

/**
 * How the selected branch became another one: its first messages stay, the others give way.
 *
 * <p>It holds no more than what changed, so adding a message below the head costs the same at any
 * length of the branch.
 *
 * @param kept how many messages stay, from the root
 * @param messages what follows them now, in order
 * @param places where each of {@code messages} stands, in the same order
 */
public record BranchChange(int kept, List<Message> messages, List<Place> places) {

  /** Checks the fields. */
  public BranchChange {
    requireNonNull(messages, "messages");
    requireNonNull(places, "places");
    if (kept < 0 || messages.size() != places.size()) {
      throw new IllegalArgumentException(
          "A branch keeps 0 or more messages and has a place for each new one, but this keeps %d and has %d places for %d messages."
              .formatted(kept, places.size(), messages.size()));
    }
  }
}
