package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ChunkedList;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.tree.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a thread at one moment (rule MSG-14). Snapshots share what did not change, so
 * one costs the same at any length of the thread.
 */
public final class ThreadState {

  private final ThreadKey thread;
  private final long sequence;
  private final List<Message> messages;
  private final List<Place> places;
  private final Map<MessageId, SaveState> unsaved;
  private final LoadState loadState;
  private final @Nullable ErrorInfo loadError;
  private final @Nullable ActiveRun activeRun;
  private final List<QueueItem> queue;
  private final boolean isQueuePaused;
  private final Set<Capability> capabilities;
  private final List<Suggestion> suggestions;
  private final @Nullable SpeechState speech;
  private final @Nullable VoiceState voice;

  private ThreadState(Builder builder) {
    this.thread = builder.thread;
    this.sequence = builder.sequence;
    this.messages = builder.messages;
    this.places = builder.places;
    this.unsaved = builder.unsaved;
    this.loadState = builder.loadState;
    this.loadError = builder.loadError;
    this.activeRun = builder.activeRun;
    this.queue = builder.queue;
    this.isQueuePaused = builder.isQueuePaused;
    this.capabilities = builder.capabilities;
    this.suggestions = builder.suggestions;
    this.speech = builder.speech;
    this.voice = builder.voice;
  }

  /**
   * Starts one.
   *
   * @param thread the thread
   */
  public static Builder builder(ThreadKey thread) {
    return new Builder(thread);
  }

  /** Returns the thread. */
  public ThreadKey thread() {
    return thread;
  }

  /** Returns the sequence number of the last event that this state includes. */
  public long sequence() {
    return sequence;
  }

  /** Returns the messages of the selected branch, root to head. */
  public List<Message> messages() {
    return messages;
  }

  /** Returns where each of the messages stands in the tree, in the same order. */
  public List<Place> places() {
    return places;
  }

  /** Returns the save states of messages that are not saved, on any branch. */
  public Map<MessageId, SaveState> unsaved() {
    return unsaved;
  }

  /** Returns where the load stands. */
  public LoadState loadState() {
    return loadState;
  }

  /** Returns why the load failed, or {@code null}. */
  public @Nullable ErrorInfo loadError() {
    return loadError;
  }

  /** Returns the active run, or {@code null}. */
  public @Nullable ActiveRun activeRun() {
    return activeRun;
  }

  /** Returns the sends that wait, first in line first. */
  public List<QueueItem> queue() {
    return queue;
  }

  /** Returns whether the queue waits for the next send or resumeQueue(). */
  public boolean isQueuePaused() {
    return isQueuePaused;
  }

  /** Returns what the thread can do. */
  public Set<Capability> capabilities() {
    return capabilities;
  }

  /** Returns what a person may want to say next. */
  public List<Suggestion> suggestions() {
    return suggestions;
  }

  /** Returns the message that is read aloud, or {@code null}. */
  public @Nullable SpeechState speech() {
    return speech;
  }

  /** Returns the voice session, or {@code null}. */
  public @Nullable VoiceState voice() {
    return voice;
  }

  /** Returns the last visible message, or {@code null} if there is none. */
  public @Nullable Message head() {
    return messages.isEmpty() ? null : messages.get(messages.size() - 1);
  }

  /** Returns whether a run is active. */
  public boolean isRunning() {
    return activeRun != null;
  }

  /** Returns whether the thread is being loaded, from the first use to the end of the load. */
  public boolean isLoading() {
    return loadState == LoadState.LOADING;
  }

  /** Returns whether there is no visible message and none is on its way from the storage. */
  public boolean isEmpty() {
    return messages.isEmpty() && !isLoading();
  }

  /** Returns the application's state: that of the last assistant message, else {@code null}. */
  public @Nullable Object state() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role() == Role.ASSISTANT) {
        return messages.get(i).metadata().state();
      }
    }
    return null;
  }

  /**
   * Returns whether a message is stored as it is now.
   *
   * @param id the message
   */
  public SaveState saveState(MessageId id) {
    return unsaved.getOrDefault(id, SaveState.SAVED);
  }

  /**
   * Returns a visible message with what is known of it.
   *
   * @param index where it stands on the selected branch, from 0
   * @throws UnknownMessageException if there is none
   */
  public MessageView view(int index) {
    if (index < 0 || index >= messages.size()) {
      throw new UnknownMessageException("index " + index);
    }
    Message message = messages.get(index);
    Place place = places.get(index);
    boolean isWritten = activeRun != null && message.id().equals(activeRun.messageId());
    boolean isSpoken = speech != null && message.id().equals(speech.messageId());
    return new MessageView(
        message,
        index,
        index == messages.size() - 1,
        place.parentId(),
        place.branchNumber(),
        place.branchCount(),
        saveState(message.id()),
        isWritten ? requireNonNull(activeRun).runId() : null,
        isSpoken ? requireNonNull(speech).status() : null);
  }

  /** Returns all visible messages with what is known of them. */
  public List<MessageView> views() {
    List<MessageView> views = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      views.add(view(i));
    }
    return List.copyOf(views);
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder(thread);
    builder.sequence = sequence;
    builder.messages = messages;
    builder.places = places;
    builder.unsaved = unsaved;
    builder.loadState = loadState;
    builder.loadError = loadError;
    builder.activeRun = activeRun;
    builder.queue = queue;
    builder.isQueuePaused = isQueuePaused;
    builder.capabilities = capabilities;
    builder.suggestions = suggestions;
    builder.speech = speech;
    builder.voice = voice;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ThreadState that
        && thread.equals(that.thread)
        && sequence == that.sequence
        && messages.equals(that.messages)
        && places.equals(that.places)
        && unsaved.equals(that.unsaved)
        && loadState.equals(that.loadState)
        && Objects.equals(loadError, that.loadError)
        && Objects.equals(activeRun, that.activeRun)
        && queue.equals(that.queue)
        && isQueuePaused == that.isQueuePaused
        && capabilities.equals(that.capabilities)
        && suggestions.equals(that.suggestions)
        && Objects.equals(speech, that.speech)
        && Objects.equals(voice, that.voice);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        thread,
        sequence,
        messages,
        places,
        unsaved,
        loadState,
        loadError,
        activeRun,
        queue,
        isQueuePaused,
        capabilities,
        suggestions,
        speech,
        voice);
  }

  @Override
  public String toString() {
    return "ThreadState[" + thread + ", " + messages.size() + " messages, sequence " + sequence
        + "]";
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private ThreadKey thread;
    private long sequence;
    private List<Message> messages = List.of();
    private List<Place> places = List.of();
    private Map<MessageId, SaveState> unsaved = Map.of();
    private LoadState loadState = LoadState.NOT_LOADED;
    private @Nullable ErrorInfo loadError;
    private @Nullable ActiveRun activeRun;
    private List<QueueItem> queue = List.of();
    private boolean isQueuePaused;
    private Set<Capability> capabilities = Set.of();
    private List<Suggestion> suggestions = List.of();
    private @Nullable SpeechState speech;
    private @Nullable VoiceState voice;

    private Builder(ThreadKey thread) {
      this.thread = requireNonNull(thread, "thread");
    }

    /**
     * Sets the thread.
     *
     * @param thread the value
     */
    public Builder thread(ThreadKey thread) {
      this.thread = requireNonNull(thread, "thread");
      return this;
    }

    /**
     * Sets the sequence number of the last event that this state includes.
     *
     * @param sequence the value
     */
    public Builder sequence(long sequence) {
      this.sequence = sequence;
      return this;
    }

    /**
     * Sets the messages of the selected branch, root to head.
     *
     * @param messages the value
     */
    public Builder messages(List<? extends Message> messages) {
      this.messages = ChunkedList.copyOf(messages);
      return this;
    }

    /**
     * Sets where each of the messages stands in the tree, in the same order.
     *
     * @param places the value
     */
    public Builder places(List<? extends Place> places) {
      this.places = ChunkedList.copyOf(places);
      return this;
    }

    /**
     * Sets the save states of messages that are not saved, on any branch.
     *
     * @param unsaved the value
     */
    public Builder unsaved(Map<MessageId, SaveState> unsaved) {
      this.unsaved = Map.copyOf(unsaved);
      return this;
    }

    /**
     * Sets where the load stands.
     *
     * @param loadState the value
     */
    public Builder loadState(LoadState loadState) {
      this.loadState = requireNonNull(loadState, "loadState");
      return this;
    }

    /**
     * Sets why the load failed.
     *
     * @param loadError the value, or {@code null} for none
     */
    public Builder loadError(@Nullable ErrorInfo loadError) {
      this.loadError = loadError;
      return this;
    }

    /**
     * Sets the active run.
     *
     * @param activeRun the value, or {@code null} for none
     */
    public Builder activeRun(@Nullable ActiveRun activeRun) {
      this.activeRun = activeRun;
      return this;
    }

    /**
     * Sets the sends that wait, first in line first.
     *
     * @param queue the value
     */
    public Builder queue(List<? extends QueueItem> queue) {
      this.queue = List.copyOf(queue);
      return this;
    }

    /**
     * Sets whether the queue waits for the next send or resumeQueue().
     *
     * @param isQueuePaused the value
     */
    public Builder isQueuePaused(boolean isQueuePaused) {
      this.isQueuePaused = isQueuePaused;
      return this;
    }

    /**
     * Sets what the thread can do.
     *
     * @param capabilities the value
     */
    public Builder capabilities(Set<Capability> capabilities) {
      this.capabilities = Set.copyOf(capabilities);
      return this;
    }

    /**
     * Sets what a person may want to say next.
     *
     * @param suggestions the value
     */
    public Builder suggestions(List<? extends Suggestion> suggestions) {
      this.suggestions = List.copyOf(suggestions);
      return this;
    }

    /**
     * Sets the message that is read aloud.
     *
     * @param speech the value, or {@code null} for none
     */
    public Builder speech(@Nullable SpeechState speech) {
      this.speech = speech;
      return this;
    }

    /**
     * Sets the voice session.
     *
     * @param voice the value, or {@code null} for none
     */
    public Builder voice(@Nullable VoiceState voice) {
      this.voice = voice;
      return this;
    }

    /** Returns the value. */
    public ThreadState build() {
      return new ThreadState(this);
    }
  }
}
