package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.port.SuggestionRequest;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.thread.ThreadEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person may want to say next: asked of an adapter after a run that ended well, gone as soon
 * as the thread goes on (rules SUGG-1 to SUGG-3). Confined to the writer.
 */
final class Suggestions implements ThreadResource {

  private final Conversation thread;
  private List<Suggestion> shown = List.of();
  private @Nullable Question question;

  /** One question to the adapter; each is its own, whatever it is about. */
  private static final class Question {
    private final LiveRun run;
    private final CancelSource cancellation;

    Question(LiveRun run, CancelSource cancellation) {
      this.run = run;
      this.cancellation = cancellation;
    }
  }

  Suggestions(Conversation thread) {
    this.thread = thread;
    thread.addResource(this);
  }

  @Override
  public void stop() {
    clear();
  }

  /** Returns what is suggested, as the same list while nothing changed (rule EVT-10). */
  List<Suggestion> shown() {
    return shown;
  }

  /** Asks for suggestions if a run ended so that there is something to follow up (rule SUGG-1). */
  void askAfter(LiveRun run) {
    SuggestionAdapter adapter = thread.env.adapters().suggestions();
    if (adapter == null || !isWorthFollowing(run)) {
      return;
    }
    clear();
    Question asked = new Question(run, new CancelSource(thread.env.executor()));
    List<Message> branch = thread.writer.tree().visible();
    SuggestionRequest request = new SuggestionRequest(thread.key, branch, asked.cancellation);
    question = asked;
    thread.writer.inBackground(() -> ask(adapter, request, asked));
  }

  private boolean isWorthFollowing(LiveRun run) {
    MessageId head = thread.writer.tree().head();
    return run.outcome == RunOutcome.COMPLETE
        && head != null
        && head.equals(run.messageId)
        && thread.active() == null
        && thread.takesCommands();
  }

  private void ask(SuggestionAdapter adapter, SuggestionRequest request, Question asked) {
    try {
      adapter.generate(request, list -> deliver(asked, List.copyOf(list)));
      thread.writer.run(() -> end(asked));
    } catch (Throwable failure) {
      thread.writer.run(() -> failed(asked, failure));
    }
  }

  private void deliver(Question asked, List<Suggestion> list) {
    thread.writer.run(() -> {
      if (question == asked) {
        show(list, asked.run);
      }
    });
  }

  /** The adapter has come back: what it delivers from now on is late. */
  private void end(Question asked) {
    if (question == asked) {
      question = null;
    }
  }

  private void failed(Question asked, Throwable failure) {
    if (question == asked) {
      question = null;
      ErrorInfo error = ErrorInfo.from(failure);
      thread.writer.emit(
          header -> new ThreadEvent.SuggestionsFailed(header, error),
          asked.run.id(),
          asked.run.messageId,
          null);
    }
  }

  /** Shows nothing any more and cancels what is under way (rule SUGG-3). */
  void clear() {
    Question asked = question;
    if (asked != null) {
      question = null;
      thread.writer.afterwards(asked.cancellation::fire);
    }
    show(List.of(), null);
  }

  private void show(List<Suggestion> list, @Nullable LiveRun run) {
    if (!list.equals(shown)) {
      shown = list;
      thread.writer.emit(
          header -> new ThreadEvent.SuggestionsChanged(header, list),
          run == null ? null : run.id(),
          run == null ? null : run.messageId,
          null);
    }
  }
}
