package dev.antiphon.simulation;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.PendingCalls;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.testing.EventChecker;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.MessageTree;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a history: the trouble is over. Everything has to come to its end in bounded time, and
 * then memory, storage and what was promised have to agree, over one more restart too.
 */
final class Ending {

  private static final int MAX_ROUNDS = 60;

  private final Simulation world;

  Ending(Simulation world) {
    this.world = world;
  }

  void check() {
    world.makePeace();
    settle();
    checkThread("at the end");
    sendOneMore();
    checkThread("after one more message");
    checkAgreement();
    world.restart();
    settle();
    checkThread("after a restart");
    checkAgreement();
    world.checker().end(world.store().items(Simulation.THREAD));
  }

  // ---- coming to an end

  private void settle() {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      world.scheduler().runAll();
      ThreadState state = world.thread().state();
      if (state.loadState() == LoadState.LOAD_FAILED) {
        world.thread().retryLoad();
      } else if (state.loadState() == LoadState.LOADED && isQuiet(state)) {
        if (!releaseQueue(state)) {
          world.scheduler().advance(Duration.ofMinutes(4));
          ThreadState later = world.thread().state();
          if (later.loadState() == LoadState.LOADED && isQuiet(later)) {
            return;
          }
        }
      } else {
        world.scheduler().advance(Duration.ofSeconds(2L + 2L * round));
      }
    }
    ThreadState state = world.thread().state();
    world
        .checker()
        .violated("everything ends: load %s, active %s, queue %s, unsaved %s"
            .formatted(
                state.loadState(), state.activeRun(), state.queue().size(), state.unsaved()));
  }

  private static boolean isQuiet(ThreadState state) {
    return state.activeRun() == null && !state.unsaved().containsValue(SaveState.PENDING);
  }

  /** Lets go what waits for a human: nobody decides any more. */
  private boolean releaseQueue(ThreadState state) {
    boolean waits = state.queue().stream().anyMatch(item -> item.error() == null);
    if (!waits) {
      return false;
    }
    world.tell("resumeQueue, cancel a pause at the head");
    Message head = state.head();
    if (head != null && head.isPaused()) {
      world.thread().cancelRun();
    }
    world.thread().resumeQueue();
    return true;
  }

  private void sendOneMore() {
    ThreadState state = world.thread().state();
    if (state.head() != null && state.head().isPaused()) {
      world.thread().cancelRun();
      settle();
    }
    Message reply = replyToOneMore();
    if (reply == null && world.checker().isOutcomeUnknown()) {
      // The storage had more than its caller knew; the thread was loaded again meanwhile.
      reply = replyToOneMore();
    }
    that(
        reply != null && Status.COMPLETE_UNKNOWN.equals(reply.status()),
        "a new message can be sent: " + reply);
    that(
        world.thread().state().unsaved().isEmpty(),
        "everything is saved after a success: " + world.thread().state().unsaved());
  }

  private @Nullable Message replyToOneMore() {
    Run run = world.user().send(SendOptions.DEFAULTS, "once more");
    settle();
    MessageId reply = run.messageId();
    return reply == null || !contains(reply) ? null : world.thread().message(reply);
  }

  private boolean contains(MessageId id) {
    return world.thread().export().items().stream()
        .anyMatch(item -> item.message().id().equals(id));
  }

  // ---- what holds then

  private void checkThread(String when) {
    EventChecker events = world.events();
    ThreadState state = world.thread().state();
    that(
        events.isBehind() || events.unfinished().isEmpty(),
        "%s, every run has ended and completed: %s".formatted(when, events.unfinished()));
    that(
        events.sequence() == state.sequence(),
        "%s, listeners have everything: %d of %d"
            .formatted(when, events.sequence(), state.sequence()));
    for (EventChecker listener : world.user().listeners()) {
      that(
          listener.sequence() == state.sequence(),
          "%s, every listener has everything: %d of %d"
              .formatted(when, listener.sequence(), state.sequence()));
    }
    that(
        world.user().unanswered().isEmpty(),
        "%s, every command is answered: %s".formatted(when, world.user().unanswered()));
    ExportedThread exported = world.thread().export();
    MessageTree tree = MessageTree.of(exported);
    that(tree.export().equals(exported), when + ", the import of an export exports the same");
    that(
        tree.visible().equals(state.messages()),
        when + ", the visible branch is the path to the head");
    that(tree.places().equals(state.places()), when + ", branch numbers agree with the children");
    for (MessageItem item : exported.items()) {
      message(item.message(), tree, when);
    }
  }

  private void message(Message message, MessageTree tree, String when) {
    that(!message.isRunning(), when + ", nothing is running: " + message.id());
    boolean isPending = PendingCalls.anyIn(message);
    // What was decided in the middle of a branch may have become its end since (rule CONT-22).
    boolean mayWaitForNothing =
        world.user().hasDeleted() || world.lives() > 1 || world.checker().isOutcomeUnknown();
    if (Status.TOOL_CALLS.equals(message.status())
        && tree.isLeaf(message.id())
        && !mayWaitForNothing) {
      that(isPending, when + ", a pause has a pending call: " + message.id());
    }
    for (ToolCallPart call : message.toolCalls()) {
      if (call.hasOpenGate()) {
        that(message.isPaused(), when + ", an open gate is in a paused message: " + message.id());
      }
      if (message.status() != null && message.status().type() == Status.Type.COMPLETE) {
        that(call.hasResult(), when + ", a call of a complete message has a result: " + call);
      }
    }
    world.checker().isWhatWasWritten(message, when);
  }

  /** What is in memory is what is stored: messages, parents and head. */
  private void checkAgreement() {
    Map<MessageId, MessageItem> stored = world.store().items(Simulation.THREAD);
    ExportedThread exported = world.thread().export();
    Map<MessageId, MessageItem> shown = new HashMap<>();
    exported.items().forEach(item -> shown.put(item.message().id(), item));
    for (MessageItem item : exported.items()) {
      MessageItem other = stored.get(item.message().id());
      that(
          item.equals(other),
          "memory is storage: %s is %s below %s, stored is %s below %s"
              .formatted(
                  item.message().id(),
                  shown(item),
                  item.parentId(),
                  other == null ? "nothing" : shown(other),
                  other == null ? "nothing" : other.parentId()));
    }
    for (MessageId id : stored.keySet()) {
      that(shown.containsKey(id), "memory is storage: " + id + " is stored and not shown");
    }
    that(
        Objects.equals(
            exported.head().messageId(), world.store().head(Simulation.THREAD).messageId()),
        "memory is storage: the head is %s, stored is %s"
            .formatted(exported.head(), world.store().head(Simulation.THREAD)));
  }

  private static List<?> shown(@Nullable MessageItem item) {
    return item == null
        ? List.of()
        : List.of(
            item.message().status() == null ? "-" : item.message().status(),
            item.message().content(),
            item.message().metadata());
  }

  private void that(boolean holds, String violation) {
    if (!holds) {
      world.checker().violated(violation);
    }
  }
}
