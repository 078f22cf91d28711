package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.RunId;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.port.FeedbackRequest;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The marks that people give messages: shown at once, told to the adapter one after the other, and
 * taken back if it fails (rules FEED-1 to FEED-3). Confined to the writer.
 */
final class MessageFeedback implements ThreadResource {

  private final Conversation thread;
  private final Map<MessageId, Line> lines = new HashMap<>();

  /** Counts the imports: what was marked before one is not restored after it. */
  private int generation;

  /** The marks of one message that the adapter is being told, oldest first. */
  private static final class Line {
    private final Deque<Mark> marks = new ArrayDeque<>();
    private @Nullable Feedback confirmed;
    private int generation = -1;
  }

  /** One mark on its way. */
  private record Mark(
      FeedbackAdapter adapter,
      FeedbackRequest request,
      int generation,
      CompletableFuture<Void> done) {}

  MessageFeedback(Conversation thread) {
    this.thread = thread;
    thread.addResource(this);
  }

  @Override
  public boolean isInUse() {
    return !lines.isEmpty();
  }

  /**
   * Gives a message a mark, or takes it back.
   *
   * @param feedback the mark, or null to take it back
   * @return ends when the adapter has taken it, or with why it did not
   * @throws FeatureUnavailableException if there is no adapter
   */
  CompletionStage<Void> submit(MessageId id, @Nullable Feedback feedback) {
    return thread.writer.apply(() -> {
      thread.check("submitFeedback");
      FeedbackAdapter adapter = thread.env.adapters().feedback();
      if (adapter == null) {
        throw new FeatureUnavailableException("submitFeedback: the runtime has no FeedbackAdapter");
      }
      return thread.treeCommands.whenLoaded(
          "submitFeedback", done -> give(adapter, id, feedback, done));
    });
  }

  private void give(
      FeedbackAdapter adapter,
      MessageId id,
      @Nullable Feedback feedback,
      CompletableFuture<Void> done) {
    Feedback before = thread.writer.message(id).metadata().submittedFeedback();
    Line line = lines.computeIfAbsent(id, first -> new Line());
    if (line.generation != generation) {
      line.generation = generation;
      line.confirmed = before;
    }
    show(id, feedback);
    FeedbackRequest request = new FeedbackRequest(thread.key, thread.writer.message(id), feedback);
    line.marks.add(new Mark(adapter, request, generation, done));
    if (line.marks.size() == 1) {
      tellNext(line);
    }
  }

  private void tellNext(Line line) {
    Mark mark = line.marks.element();
    thread.writer.inBackground(() -> {
      Throwable failure = null;
      try {
        mark.adapter.submit(mark.request);
      } catch (Throwable thrown) {
        failure = thrown;
      }
      Throwable outcome = failure;
      thread.writer.run(() -> told(line, mark, outcome));
    });
  }

  private void told(Line line, Mark mark, @Nullable Throwable failure) {
    MessageId id = mark.request.message().id();
    line.marks.remove();
    if (failure == null) {
      if (mark.generation == line.generation) {
        line.confirmed = mark.request.feedback();
      }
      thread.treeCommands.succeed(mark.done);
    } else {
      failed(line, mark, failure);
    }
    if (line.marks.isEmpty()) {
      lines.remove(id);
    } else {
      tellNext(line);
    }
  }

  private void failed(Line line, Mark mark, Throwable failure) {
    MessageId id = mark.request.message().id();
    thread.treeCommands.fail(mark.done, failure);
    if (thread.isOver()) {
      return;
    }
    boolean isNewest = line.marks.isEmpty() && mark.generation == generation;
    if (isNewest && thread.writer.tree().contains(id)) {
      show(id, line.confirmed);
    }
    ErrorInfo error = ErrorInfo.from(failure);
    thread.writer.emit(
        header -> new ThreadEvent.FeedbackFailed(header, error), runOn(id), id, null);
  }

  /** Shows a mark and has it stored; only assistant messages carry one (rule FEED-2). */
  private void show(MessageId id, @Nullable Feedback feedback) {
    if (thread.writer.message(id).role() != Role.ASSISTANT) {
      return;
    }
    if (thread.writer.changeQuietly(id, message -> marked(message, feedback))) {
      thread.writer.emit(
          header -> new ThreadEvent.FeedbackChanged(header, feedback), runOn(id), id, null);
      if (!thread.treeCommands.isGreeting(id)) {
        thread.store.update(id);
      }
    }
  }

  private static Message marked(Message message, @Nullable Feedback feedback) {
    return message.toBuilder()
        .metadata(message.metadata().toBuilder().submittedFeedback(feedback).build())
        .build();
  }

  private @Nullable RunId runOn(MessageId id) {
    LiveRun run = thread.runOn(id);
    return run == null ? null : run.id();
  }

  /** Says that the thread was replaced: the marks that are shown now are those of the import. */
  void threadReplaced() {
    generation++;
  }
}
