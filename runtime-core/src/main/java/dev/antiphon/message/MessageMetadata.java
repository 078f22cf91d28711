package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of a message beside its content. */
public final class MessageMetadata {

  private final @Nullable Object state;
  private final List<Object> annotations;
  private final List<Object> data;
  private final List<Step> steps;
  private final @Nullable MessageTiming timing;
  private final @Nullable Feedback submittedFeedback;
  private final Map<String, Object> custom;

  private MessageMetadata(Builder builder) {
    this.state = builder.state;
    this.annotations = builder.annotations;
    this.data = builder.data;
    this.steps = builder.steps;
    this.timing = builder.timing;
    this.submittedFeedback = builder.submittedFeedback;
    this.custom = builder.custom;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the application's state as of this message (unstable_state in JSON), or {@code null}.
   */
  public @Nullable Object state() {
    return state;
  }

  /** Returns the annotations, in order (unstable_annotations in JSON). */
  public List<Object> annotations() {
    return annotations;
  }

  /** Returns the data, in order (unstable_data in JSON). */
  public List<Object> data() {
    return data;
  }

  /** Returns the steps, in order. */
  public List<Step> steps() {
    return steps;
  }

  /** Returns how long it took, or {@code null}. */
  public @Nullable MessageTiming timing() {
    return timing;
  }

  /** Returns the mark that a person gave, or {@code null}. */
  public @Nullable Feedback submittedFeedback() {
    return submittedFeedback;
  }

  /** Returns what the application wants to keep. */
  public Map<String, Object> custom() {
    return custom;
  }

  /** No metadata: the default. */
  public static final MessageMetadata NONE = builder().build();

  @SuppressWarnings("unchecked")
  private static List<Object> listOf(List<?> list, String field) {
    return (List<Object>) requireNonNull(Json.copyOf(list, field));
  }

  /** Returns whether it says something that only an assistant message may say (rule MSG-4). */
  boolean isForAssistantOnly() {
    return state != null
        || !annotations.isEmpty()
        || !data.isEmpty()
        || !steps.isEmpty()
        || timing != null
        || submittedFeedback != null;
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.state = state;
    builder.annotations = annotations;
    builder.data = data;
    builder.steps = steps;
    builder.timing = timing;
    builder.submittedFeedback = submittedFeedback;
    builder.custom = custom;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MessageMetadata that
        && Objects.equals(state, that.state)
        && annotations.equals(that.annotations)
        && data.equals(that.data)
        && steps.equals(that.steps)
        && Objects.equals(timing, that.timing)
        && Objects.equals(submittedFeedback, that.submittedFeedback)
        && custom.equals(that.custom);
  }

  @Override
  public int hashCode() {
    return Objects.hash(state, annotations, data, steps, timing, submittedFeedback, custom);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private @Nullable Object state;
    private List<Object> annotations = List.of();
    private List<Object> data = List.of();
    private List<Step> steps = List.of();
    private @Nullable MessageTiming timing;
    private @Nullable Feedback submittedFeedback;
    private Map<String, Object> custom = Map.of();

    private Builder() {}

    /**
     * Sets the application's state as of this message (unstable_state in JSON).
     *
     * @param state the value, or {@code null} for none
     */
    public Builder state(@Nullable Object state) {
      this.state = Json.copyOf(state, "state");
      return this;
    }

    /**
     * Sets the annotations, in order (unstable_annotations in JSON).
     *
     * @param annotations the value
     */
    public Builder annotations(List<?> annotations) {
      this.annotations = listOf(annotations, "annotations");
      return this;
    }

    /**
     * Sets the data, in order (unstable_data in JSON).
     *
     * @param data the value
     */
    public Builder data(List<?> data) {
      this.data = listOf(data, "data");
      return this;
    }

    /**
     * Sets the steps, in order.
     *
     * @param steps the value
     */
    public Builder steps(List<? extends Step> steps) {
      this.steps = List.copyOf(steps);
      return this;
    }

    /**
     * Sets how long it took.
     *
     * @param timing the value, or {@code null} for none
     */
    public Builder timing(@Nullable MessageTiming timing) {
      this.timing = timing;
      return this;
    }

    /**
     * Sets the mark that a person gave.
     *
     * @param submittedFeedback the value, or {@code null} for none
     */
    public Builder submittedFeedback(@Nullable Feedback submittedFeedback) {
      this.submittedFeedback = submittedFeedback;
      return this;
    }

    /**
     * Sets what the application wants to keep.
     *
     * @param custom the value
     */
    public Builder custom(Map<String, ?> custom) {
      this.custom = Json.objectOf(custom, "custom");
      return this;
    }

    /** Returns the value. */
    public MessageMetadata build() {
      return new MessageMetadata(this);
    }
  }
}
