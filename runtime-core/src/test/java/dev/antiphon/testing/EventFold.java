package dev.antiphon.testing;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.thread.ActiveRun;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tree.BranchChange;
import dev.antiphon.tree.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes states of a snapshot and the events after it, as a user interface does that only listens
 * (rule EVT-7).
 */
public final class EventFold {

  private ThreadState state;
  private final List<Message> messages = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private final Map<MessageId, SaveState> unsaved = new HashMap<>();

  /**
   * Starts with a snapshot.
   *
   * @param snapshot the state that the first event comes after
   */
  public EventFold(ThreadState snapshot) {
    state = snapshot;
    restart(snapshot);
  }

  /** Returns the state as far as the events tell. */
  public ThreadState state() {
    return state.toBuilder().messages(messages).places(places).unsaved(unsaved).build();
  }

  /** Returns the sequence number of the last event. */
  public long sequence() {
    return state.sequence();
  }

  private void restart(ThreadState from) {
    state = from;
    messages.clear();
    messages.addAll(from.messages());
    places.clear();
    places.addAll(from.places());
    unsaved.clear();
    unsaved.putAll(from.unsaved());
  }

  /**
   * Applies the next event.
   *
   * @param event the event
   */
  public void apply(ThreadEvent event) {
    if (event.sequence() != state.sequence() + 1) {
      throw new AssertionError(
          "Expected event " + (state.sequence() + 1) + " but got " + event.sequence());
    }
    applyToThread(event);
    applyToMessages(event);
    applyToRuns(event);
    applyToExtras(event);
    state = state.toBuilder().sequence(event.sequence()).build();
  }

  private void applyToThread(ThreadEvent event) {
    if (event instanceof ThreadEvent.LoadFinished loaded) {
      restart(loaded.state());
    } else if (event instanceof ThreadEvent.ThreadReplaced replaced) {
      restart(replaced.state());
    } else if (event instanceof ThreadEvent.LoadStarted) {
      state = state.toBuilder().loadState(LoadState.LOADING).loadError(null).build();
    } else if (event instanceof ThreadEvent.LoadFailed failed) {
      state = state.toBuilder()
          .loadState(LoadState.LOAD_FAILED)
          .loadError(failed.error())
          .build();
    } else if (event instanceof ThreadEvent.QueueChanged changed) {
      state = state.toBuilder()
          .queue(changed.queue())
          .isQueuePaused(changed.isPaused())
          .build();
    }
  }

  private void applyToMessages(ThreadEvent event) {
    MessageId id = event.messageId();
    if (event instanceof ThreadEvent.HeadChanged changed) {
      show(changed.branch());
    } else if (event instanceof ThreadEvent.MessageAdded added) {
      saved(requireNonNull(id), added.saveState());
    } else if (event instanceof ThreadEvent.MessageChanged changed) {
      change(changed.message().id(), before -> changed.message());
    } else if (event instanceof ThreadEvent.MessagesRemoved removed) {
      removed.removed().forEach(unsaved::remove);
    } else if (event instanceof ThreadEvent.MessageSaved) {
      saved(requireNonNull(id), SaveState.SAVED);
    } else if (event instanceof ThreadEvent.MessageUnsaved) {
      saved(requireNonNull(id), SaveState.UNSAVED);
    } else if (event instanceof ThreadEvent.PartStarted started) {
      change(requireNonNull(id), before -> withPart(before, started.index(), started.part()));
    } else if (event instanceof ThreadEvent.PartEnded ended) {
      change(requireNonNull(id), before -> withPart(before, ended.index(), ended.part()));
    } else if (event instanceof ThreadEvent.PartDelta delta) {
      change(requireNonNull(id), before -> before.withPart(delta.index(), grown(before, delta)));
    } else if (event instanceof ThreadEvent.StepEnded ended) {
      change(requireNonNull(id), before -> withStep(before, ended.step()));
    } else if (event instanceof ThreadEvent.ToolProgress progress) {
      ToolCallId call = requireNonNull(event.toolCallId());
      replace(requireNonNull(id), before -> withProgress(before, call, progress.progress()));
    }
  }

  private void applyToRuns(ThreadEvent event) {
    ActiveRun active = state.activeRun();
    boolean isActive = active != null && active.runId().equals(event.runId());
    if (event instanceof ThreadEvent.RunStarted) {
      active(new ActiveRun(requireNonNull(event.runId()), event.messageId()));
    } else if (event instanceof ThreadEvent.StepStarted) {
      active(new ActiveRun(requireNonNull(event.runId()), event.messageId()));
    } else if (isActive
        && (event instanceof ThreadEvent.RunEnded || event instanceof ThreadEvent.RunQueued)) {
      active(null);
    }
  }

  private void applyToExtras(ThreadEvent event) {
    if (event instanceof ThreadEvent.CapabilitiesChanged changed) {
      state = state.toBuilder().capabilities(changed.capabilities()).build();
    } else if (event instanceof ThreadEvent.SuggestionsChanged changed) {
      state = state.toBuilder().suggestions(changed.suggestions()).build();
    } else if (event instanceof ThreadEvent.SpeechChanged changed) {
      boolean isOver = changed.speech().status().isEnded();
      state = state.toBuilder().speech(isOver ? null : changed.speech()).build();
    } else if (event instanceof ThreadEvent.VoiceChanged changed) {
      boolean isOver = changed.voice().status().isEnded();
      state = state.toBuilder().voice(isOver ? null : changed.voice()).build();
    } else if (event instanceof ThreadEvent.FeedbackChanged changed) {
      change(requireNonNull(event.messageId()), before -> marked(before, changed.feedback()));
    }
  }

  private static Message marked(Message message, @Nullable Feedback feedback) {
    return message.toBuilder()
        .metadata(message.metadata().toBuilder().submittedFeedback(feedback).build())
        .build();
  }

  private void active(@Nullable ActiveRun run) {
    state = state.toBuilder().activeRun(run).build();
  }

  private void show(BranchChange branch) {
    messages.subList(branch.kept(), messages.size()).clear();
    messages.addAll(branch.messages());
    places.subList(branch.kept(), places.size()).clear();
    places.addAll(branch.places());
  }

  private void saved(MessageId id, SaveState saveState) {
    if (saveState == SaveState.SAVED) {
      unsaved.remove(id);
    } else {
      unsaved.put(id, saveState);
    }
  }

  private void change(MessageId id, UnaryOperator<Message> change) {
    unsaved.putIfAbsent(id, SaveState.PENDING);
    replace(id, change);
  }

  private void replace(MessageId id, UnaryOperator<Message> change) {
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).id().equals(id)) {
        messages.set(i, change.apply(messages.get(i)));
      }
    }
  }

  private static Message withPart(Message message, int index, MessagePart part) {
    List<MessagePart> content = new ArrayList<>(message.content());
    if (index == content.size()) {
      content.add(part);
    } else {
      content.set(index, part);
    }
    return message.toBuilder().content(content).build();
  }

  private static MessagePart grown(Message message, ThreadEvent.PartDelta delta) {
    MessagePart part = message.content().get(delta.index());
    if (delta instanceof ThreadEvent.TextDelta) {
      TextPart text = (TextPart) part;
      return text.toBuilder()
          .text(TextView.of(text.text() + delta.delta()))
          .status(Status.RUNNING)
          .build();
    }
    if (delta instanceof ThreadEvent.ReasoningDelta) {
      ReasoningPart reasoning = (ReasoningPart) part;
      return reasoning.toBuilder()
          .text(TextView.of(reasoning.text() + delta.delta()))
          .status(Status.RUNNING)
          .build();
    }
    ToolCallPart call = (ToolCallPart) part;
    return call.toBuilder()
        .argsText(TextView.of(call.argsText() + delta.delta()))
        .build();
  }

  private static Message withStep(Message message, Step step) {
    List<Step> steps = new ArrayList<>(message.metadata().steps());
    steps.add(step);
    return message.toBuilder()
        .metadata(message.metadata().toBuilder().steps(steps).build())
        .build();
  }

  private static Message withProgress(Message message, ToolCallId id, @Nullable Object progress) {
    List<MessagePart> content = new ArrayList<>();
    for (MessagePart part : message.content()) {
      content.add(
          part instanceof ToolCallPart call && call.toolCallId().equals(id)
              ? call.toBuilder().progress(progress).build()
              : part);
    }
    return message.toBuilder().content(content).build();
  }
}
