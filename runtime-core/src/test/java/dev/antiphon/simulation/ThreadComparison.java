package dev.antiphon.simulation;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.MessageTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lays a thread that has come to rest beside its model, and checks every invariant. */
final class ThreadComparison {

  private final ProgramWorld world;
  private final ThreadModel model;
  private final String when;
  private final ThreadState state;
  private final ExportedThread exported;

  private ThreadComparison(ProgramWorld world, ThreadModel model, String when) {
    this.world = world;
    this.model = model;
    this.when = when;
    this.state = world.thread().state();
    this.exported = world.thread().export();
  }

  static void check(ProgramWorld world, ThreadModel model, String when) {
    ThreadComparison comparison = new ThreadComparison(world, model, when);
    comparison.tree();
    comparison.run();
    comparison.messages();
    comparison.storage();
    comparison.equal("nothing is violated", List.of(), world.checker.violations());
  }

  private void tree() {
    equal("tree", places(model.tree.export()), places(exported));
    equal("head", model.tree.head(), exported.head().messageId());
    MessageTree tree = MessageTree.of(exported);
    equal("import of an export", exported, tree.export());
    equal("visible branch", tree.visible(), state.messages());
    equal("branch numbers", tree.places(), state.places());
  }

  private static List<String> places(ExportedThread thread) {
    return thread.items().stream()
        .map(item -> item.message().id() + " below " + item.parentId())
        .toList();
  }

  private void run() {
    MessageId active = state.activeRun() == null ? null : state.activeRun().messageId();
    equal("is running", model.active != null, state.isRunning());
    equal("active run", model.active, active);
    List<@Nullable MessageId> expected = new ArrayList<>();
    model.steer.forEach(each -> expected.add(each.user()));
    model.queue.forEach(each -> expected.add(each.user()));
    List<@Nullable MessageId> found = new ArrayList<>();
    state.queue().stream()
        .filter(item -> item.error() == null)
        .forEach(
            item -> found.add(item.message() == null ? null : item.message().id()));
    equal("queue", expected, found);
    if (!expected.isEmpty()) {
      equal("queue is paused", model.isQueuePaused, state.isQueuePaused());
    }
  }

  private void messages() {
    for (MessageItem item : exported.items()) {
      MessageId id = item.message().id();
      equal(
          id.value(), model.message(id).shown(), ModelMessage.of(item.message()).shown());
      boolean isActive = id.equals(model.active);
      that(!item.message().isRunning() || isActive, "only the active run is running: " + id);
      for (ToolCallPart call : item.message().toolCalls()) {
        that(
            !call.hasOpenGate() || isActive || item.message().isPaused(),
            "an open gate is in a paused message or the active run: " + id);
        that(
            call.hasResult()
                || item.message().status() == null
                || item.message().status().type() != Status.Type.COMPLETE,
            "a call of a complete message has a result: " + id);
      }
    }
  }

  private void storage() {
    Map<MessageId, MessageItem> stored = world.stored();
    equal("stored messages", model.stored, List.copyOf(stored.keySet()));
    for (MessageItem item : exported.items()) {
      MessageId id = item.message().id();
      if (!id.equals(model.active)) {
        that(
            item.equals(stored.get(id)),
            "memory is storage: " + id + " is stored as "
                + (stored.get(id) == null
                    ? "nothing"
                    : ModelMessage.of(stored.get(id).message()).shown() + " below "
                        + stored.get(id).parentId()));
      }
    }
    if (!stored.isEmpty()) {
      equal("stored head", exported.head().messageId(), world.storedHead().messageId());
    }
    for (MessageId id : state.unsaved().keySet()) {
      that(id.equals(model.active), "all but the reply under way is saved: " + id);
    }
  }

  private void equal(String what, @Nullable Object expected, @Nullable Object found) {
    if (!Objects.equals(expected, found)) {
      throw new AssertionError("%s: %s%n  the model says %s%n  but found is   %s"
          .formatted(when, what, expected, found));
    }
  }

  private void that(boolean holds, String invariant) {
    if (!holds) {
      throw new AssertionError(when + ": " + invariant);
    }
  }
}
