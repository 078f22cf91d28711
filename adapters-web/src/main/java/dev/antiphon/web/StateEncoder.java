package dev.antiphon.web;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.spi.json.ShownJson;
import dev.antiphon.thread.ActiveRun;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadSnapshot;
import dev.antiphon.tree.MessageItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes operations of the events of a thread, for one reader: it remembers how far the reader is,
 * as far as the operations need it. For one thread.
 */
final class StateEncoder {

  private static final String MESSAGES = "messages";
  private static final String CONTENT = "content";

  private static final ShownJson SHOWN = new ShownJson();

  /** The messages that may still grow, as the reader has them. */
  private final Map<MessageId, LiveMessage> live = new HashMap<>();

  private int messageCount;
  private @Nullable RunId active;
  private boolean isRunningShown;

  StateEncoder() {}

  /** Returns the whole state, and starts over from there. */
  String snapshot(ThreadSnapshot now, List<Suggestion> welcome) {
    live.clear();
    now.tree().items().stream().map(MessageItem::message).forEach(this::follow);
    messageCount = now.tree().items().size();
    ActiveRun run = now.state().activeRun();
    active = run == null ? null : run.runId();
    isRunningShown = active != null;
    return StateJson.snapshot(now, welcome);
  }

  /** Returns whether an event says less than the reader needs. */
  boolean needsSnapshot(ThreadEvent event) {
    return event instanceof ThreadEvent.LoadFinished
        || event instanceof ThreadEvent.ThreadReplaced
        || event instanceof ThreadEvent.MessagesRemoved
        || (isGrowth(event) && !live.containsKey(event.messageId()));
  }

  private static boolean isGrowth(ThreadEvent event) {
    return event instanceof ThreadEvent.PartDelta
        || event instanceof ThreadEvent.PartStarted
        || event instanceof ThreadEvent.PartEnded
        || event instanceof ThreadEvent.StepEnded
        || event instanceof ThreadEvent.ToolProgress;
  }

  /** Adds what an event changes in the state; not one of those that need a snapshot. */
  void encode(ThreadEvent event, Operations out) {
    encodeGrowth(event, out);
    encodeMessage(event, out);
    encodeRun(event, out);
    encodeThread(event, out);
  }

  private void encodeGrowth(ThreadEvent event, Operations out) {
    if (event instanceof ThreadEvent.PartDelta delta) {
      String field = event instanceof ThreadEvent.ArgumentsDelta ? "argsText" : "text";
      known(event).grew(delta.index());
      out.append(delta.delta(), MESSAGES, id(event), CONTENT, text(delta.index()), field);
    } else if (event instanceof ThreadEvent.PartStarted started) {
      known(event).part(started.index(), started.part());
      out.setJson(SHOWN.part(started.part()), MESSAGES, id(event), CONTENT, text(started.index()));
    } else if (event instanceof ThreadEvent.PartEnded ended) {
      known(event).part(ended.index(), ended.part());
      out.setJson(SHOWN.part(ended.part()), MESSAGES, id(event), CONTENT, text(ended.index()));
    } else if (event instanceof ThreadEvent.StepEnded ended) {
      String place = text(known(event).addStep());
      out.setJson(SHOWN.step(ended.step()), MESSAGES, id(event), "metadata", "steps", place);
    } else if (event instanceof ThreadEvent.ToolProgress progress) {
      ToolCallId call = requireNonNull(event.toolCallId());
      for (int index : known(event).placesOf(call)) {
        known(event).grew(index);
        out.set(progress.progress(), MESSAGES, id(event), CONTENT, text(index), "progress");
      }
    }
  }

  private void encodeMessage(ThreadEvent event, Operations out) {
    if (event instanceof ThreadEvent.MessageAdded added) {
      follow(added.message());
      out.setJson(SHOWN.message(added.message(), added.parentId()), MESSAGES, id(event));
      out.set(id(event), "order", text(messageCount));
      messageCount++;
    } else if (event instanceof ThreadEvent.MessageChanged changed) {
      encodeChange(changed.message(), out);
    } else if (event instanceof ThreadEvent.FeedbackChanged changed) {
      out.set(
          StateJson.feedback(changed.feedback()),
          MESSAGES,
          id(event),
          "metadata",
          "submittedFeedback");
    } else if (event instanceof ThreadEvent.HeadChanged changed) {
      MessageId head = changed.headId();
      out.set(head == null ? null : head.value(), "headId");
    }
  }

  private void encodeChange(Message message, Operations out) {
    String id = message.id().value();
    LiveMessage before = live.get(message.id());
    if (before == null || before.size() > message.content().size()) {
      out.setJson(SHOWN.content(message.content()), MESSAGES, id, CONTENT);
    } else {
      for (int index : before.changedParts(message)) {
        out.setJson(SHOWN.part(message.content().get(index)), MESSAGES, id, CONTENT, text(index));
      }
    }
    Status status = message.status();
    if (status != null) {
      out.setJson(SHOWN.status(status), MESSAGES, id, "status");
    }
    out.setJson(SHOWN.metadata(message), MESSAGES, id, "metadata");
    follow(message);
  }

  private void encodeRun(ThreadEvent event, Operations out) {
    if (event instanceof ThreadEvent.RunStarted || event instanceof ThreadEvent.StepStarted) {
      active = event.runId();
    } else if ((event instanceof ThreadEvent.RunEnded || event instanceof ThreadEvent.RunQueued)
        && active != null
        && active.equals(event.runId())) {
      active = null;
    }
    if (isRunningShown != (active != null)) {
      isRunningShown = active != null;
      out.set(isRunningShown, "isRunning");
    }
  }

  private static void encodeThread(ThreadEvent event, Operations out) {
    if (event instanceof ThreadEvent.LoadStarted) {
      out.set(true, "isLoading");
      out.set(null, "loadError");
    } else if (event instanceof ThreadEvent.LoadFailed failed) {
      out.set(false, "isLoading");
      out.set(StateJson.error(failed.error()), "loadError");
    } else if (event instanceof ThreadEvent.QueueChanged changed) {
      out.setJson(StateJson.queue(changed.queue(), changed.isPaused()), "queue");
    } else if (event instanceof ThreadEvent.SuggestionsChanged changed) {
      out.set(StateJson.suggestions(changed.suggestions()), "suggestions");
    } else if (event instanceof ThreadEvent.CapabilitiesChanged changed) {
      out.set(StateJson.capabilities(changed.capabilities()), "capabilities");
    }
  }

  private void follow(Message message) {
    if (message.isRunning() || message.isPaused()) {
      live.put(message.id(), new LiveMessage(message));
    } else {
      live.remove(message.id());
    }
  }

  private LiveMessage known(ThreadEvent event) {
    return requireNonNull(live.get(requireNonNull(event.messageId())));
  }

  private static String id(ThreadEvent event) {
    return requireNonNull(event.messageId()).value();
  }

  private static String text(int index) {
    return Integer.toString(index);
  }
}
