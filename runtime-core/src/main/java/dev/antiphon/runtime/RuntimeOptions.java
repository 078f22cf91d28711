package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of a runtime (section 1.4 of the behaviour contract). Immutable (rule OPT-2). */
public final class RuntimeOptions {

  private final WhenBusy whenBusy;
  private final int maxSteps;
  private final Duration checkpointInterval;
  private final int historyAttempts;
  private final Duration historyBackoff;
  private final Duration maxHistoryBackoff;
  private final Duration toolTimeout;
  private final int maxParallelTools;
  private final int maxToolResultBytes;
  private final @Nullable Duration approvalTimeout;
  private final Duration cancelGrace;
  private final long maxAttachmentBytes;
  private final int maxAttachments;
  private final int eventBuffer;
  private final TitleWhen titleWhen;
  private final Duration idleThreadTimeout;
  private final CloseMode closeMode;
  private final Duration closeDeadline;
  private final @Nullable Duration runTimeout;
  private final int maxReplyBytes;
  private final @Nullable Integer maxActiveRuns;
  private final Set<String> humanTools;
  private final Set<String> approvalFor;
  private final @Nullable Duration humanTimeout;
  private final String owner;

  private RuntimeOptions(Builder builder) {
    this.whenBusy = builder.whenBusy;
    this.maxSteps = builder.maxSteps;
    this.checkpointInterval = builder.checkpointInterval;
    this.historyAttempts = builder.historyAttempts;
    this.historyBackoff = builder.historyBackoff;
    this.maxHistoryBackoff = builder.maxHistoryBackoff;
    this.toolTimeout = builder.toolTimeout;
    this.maxParallelTools = builder.maxParallelTools;
    this.maxToolResultBytes = builder.maxToolResultBytes;
    this.approvalTimeout = builder.approvalTimeout;
    this.cancelGrace = builder.cancelGrace;
    this.maxAttachmentBytes = builder.maxAttachmentBytes;
    this.maxAttachments = builder.maxAttachments;
    this.eventBuffer = builder.eventBuffer;
    this.titleWhen = builder.titleWhen;
    this.idleThreadTimeout = builder.idleThreadTimeout;
    this.closeMode = builder.closeMode;
    this.closeDeadline = builder.closeDeadline;
    this.runTimeout = builder.runTimeout;
    this.maxReplyBytes = builder.maxReplyBytes;
    this.maxActiveRuns = builder.maxActiveRuns;
    this.humanTools = builder.humanTools;
    this.approvalFor = builder.approvalFor;
    this.humanTimeout = builder.humanTimeout;
    this.owner = builder.owner;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns what a send at the head does when the thread is busy. */
  public WhenBusy whenBusy() {
    return whenBusy;
  }

  /** Returns how many steps may follow the last human input. */
  public int maxSteps() {
    return maxSteps;
  }

  /** Returns the longest unsaved time while a part streams. */
  public Duration checkpointInterval() {
    return checkpointInterval;
  }

  /** Returns how often an assistant message is tried to be written. */
  public int historyAttempts() {
    return historyAttempts;
  }

  /** Returns the wait after the first failed attempt; doubles each time. */
  public Duration historyBackoff() {
    return historyBackoff;
  }

  /** Returns the longest wait between attempts. */
  public Duration maxHistoryBackoff() {
    return maxHistoryBackoff;
  }

  /** Returns how long a call may execute, unless its tool says otherwise. */
  public Duration toolTimeout() {
    return toolTimeout;
  }

  /** Returns how many calls of a run may execute at a time. */
  public int maxParallelTools() {
    return maxParallelTools;
  }

  /** Returns the largest result, model content or artifact of a call: UTF-8 bytes of its JSON. */
  public int maxToolResultBytes() {
    return maxToolResultBytes;
  }

  /** Returns how long a gate stays open, or {@code null}. */
  public @Nullable Duration approvalTimeout() {
    return approvalTimeout;
  }

  /** Returns how long a thread may ignore cancellation before it is reported. */
  public Duration cancelGrace() {
    return cancelGrace;
  }

  /** Returns the largest file that can be attached, in bytes. */
  public long maxAttachmentBytes() {
    return maxAttachmentBytes;
  }

  /** Returns how many attachments a message may have. */
  public int maxAttachments() {
    return maxAttachments;
  }

  /** Returns how many events are kept for replay per thread, and may wait per listener. */
  public int eventBuffer() {
    return eventBuffer;
  }

  /** Returns when a thread that was created here gets its automatic title. */
  public TitleWhen titleWhen() {
    return titleWhen;
  }

  /** Returns how long a thread may be idle until its live runtime is closed (rule LIST-20). */
  public Duration idleThreadTimeout() {
    return idleThreadTimeout;
  }

  /** Returns what close does with active runs. */
  public CloseMode closeMode() {
    return closeMode;
  }

  /** Returns how long close may take. */
  public Duration closeDeadline() {
    return closeDeadline;
  }

  /** Returns how long a run may take, without pauses, or {@code null}. */
  public @Nullable Duration runTimeout() {
    return runTimeout;
  }

  /** Returns the longest reply: UTF-16 bytes of its text and arguments. */
  public int maxReplyBytes() {
    return maxReplyBytes;
  }

  /** Returns how many runs of the runtime may be active at a time, or {@code null}. */
  public @Nullable Integer maxActiveRuns() {
    return maxActiveRuns;
  }

  /** Returns the tools that wait for a person, whoever registered them. */
  public Set<String> humanTools() {
    return humanTools;
  }

  /** Returns the tools that need approval, whoever registered them. */
  public Set<String> approvalFor() {
    return approvalFor;
  }

  /** Returns how long a tool may wait for a human's answer, or {@code null}. */
  public @Nullable Duration humanTimeout() {
    return humanTimeout;
  }

  /** Returns the owner used where a call names none. */
  public String owner() {
    return owner;
  }

  /** The defaults. */
  public static final RuntimeOptions DEFAULTS = builder().build();

  private static Duration positive(Duration value, String option) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          "Option '%s' is a time longer than 0, but is %s.".formatted(option, value));
    }
    return value;
  }

  private static int atLeastOne(int value, String option) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Option '%s' is at least 1, but is %d.".formatted(option, value));
    }
    return value;
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.whenBusy = whenBusy;
    builder.maxSteps = maxSteps;
    builder.checkpointInterval = checkpointInterval;
    builder.historyAttempts = historyAttempts;
    builder.historyBackoff = historyBackoff;
    builder.maxHistoryBackoff = maxHistoryBackoff;
    builder.toolTimeout = toolTimeout;
    builder.maxParallelTools = maxParallelTools;
    builder.maxToolResultBytes = maxToolResultBytes;
    builder.approvalTimeout = approvalTimeout;
    builder.cancelGrace = cancelGrace;
    builder.maxAttachmentBytes = maxAttachmentBytes;
    builder.maxAttachments = maxAttachments;
    builder.eventBuffer = eventBuffer;
    builder.titleWhen = titleWhen;
    builder.idleThreadTimeout = idleThreadTimeout;
    builder.closeMode = closeMode;
    builder.closeDeadline = closeDeadline;
    builder.runTimeout = runTimeout;
    builder.maxReplyBytes = maxReplyBytes;
    builder.maxActiveRuns = maxActiveRuns;
    builder.humanTools = humanTools;
    builder.approvalFor = approvalFor;
    builder.humanTimeout = humanTimeout;
    builder.owner = owner;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RuntimeOptions that
        && whenBusy.equals(that.whenBusy)
        && maxSteps == that.maxSteps
        && checkpointInterval.equals(that.checkpointInterval)
        && historyAttempts == that.historyAttempts
        && historyBackoff.equals(that.historyBackoff)
        && maxHistoryBackoff.equals(that.maxHistoryBackoff)
        && toolTimeout.equals(that.toolTimeout)
        && maxParallelTools == that.maxParallelTools
        && maxToolResultBytes == that.maxToolResultBytes
        && Objects.equals(approvalTimeout, that.approvalTimeout)
        && cancelGrace.equals(that.cancelGrace)
        && maxAttachmentBytes == that.maxAttachmentBytes
        && maxAttachments == that.maxAttachments
        && eventBuffer == that.eventBuffer
        && titleWhen.equals(that.titleWhen)
        && idleThreadTimeout.equals(that.idleThreadTimeout)
        && closeMode.equals(that.closeMode)
        && closeDeadline.equals(that.closeDeadline)
        && Objects.equals(runTimeout, that.runTimeout)
        && maxReplyBytes == that.maxReplyBytes
        && Objects.equals(maxActiveRuns, that.maxActiveRuns)
        && humanTools.equals(that.humanTools)
        && approvalFor.equals(that.approvalFor)
        && Objects.equals(humanTimeout, that.humanTimeout)
        && owner.equals(that.owner);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        whenBusy,
        maxSteps,
        checkpointInterval,
        historyAttempts,
        historyBackoff,
        maxHistoryBackoff,
        toolTimeout,
        maxParallelTools,
        maxToolResultBytes,
        approvalTimeout,
        cancelGrace,
        maxAttachmentBytes,
        maxAttachments,
        eventBuffer,
        titleWhen,
        idleThreadTimeout,
        closeMode,
        closeDeadline,
        runTimeout,
        maxReplyBytes,
        maxActiveRuns,
        humanTools,
        approvalFor,
        humanTimeout,
        owner);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private WhenBusy whenBusy = WhenBusy.ENQUEUE;
    private int maxSteps = 10;
    private Duration checkpointInterval = Duration.ofSeconds(1);
    private int historyAttempts = 5;
    private Duration historyBackoff = Duration.ofMillis(100);
    private Duration maxHistoryBackoff = Duration.ofSeconds(5);
    private Duration toolTimeout = Duration.ofSeconds(60);
    private int maxParallelTools = 8;
    private int maxToolResultBytes = 256 * 1024;
    private @Nullable Duration approvalTimeout;
    private Duration cancelGrace = Duration.ofSeconds(5);
    private long maxAttachmentBytes = 20L * 1024 * 1024;
    private int maxAttachments = 10;
    private int eventBuffer = 1024;
    private TitleWhen titleWhen = TitleWhen.AFTER_FIRST_REPLY;
    private Duration idleThreadTimeout = Duration.ofMinutes(10);
    private CloseMode closeMode = CloseMode.CANCEL;
    private Duration closeDeadline = Duration.ofSeconds(10);
    private @Nullable Duration runTimeout;
    private int maxReplyBytes = 16 * 1024 * 1024;
    private @Nullable Integer maxActiveRuns;
    private Set<String> humanTools = Set.of();
    private Set<String> approvalFor = Set.of();
    private @Nullable Duration humanTimeout;
    private String owner = "local";

    private Builder() {}

    /**
     * Sets what a send at the head does when the thread is busy.
     *
     * @param whenBusy the value
     */
    public Builder whenBusy(WhenBusy whenBusy) {
      this.whenBusy = requireNonNull(whenBusy, "whenBusy");
      return this;
    }

    /**
     * Sets how many steps may follow the last human input.
     *
     * @param maxSteps the value
     */
    public Builder maxSteps(int maxSteps) {
      this.maxSteps = atLeastOne(maxSteps, "maxSteps");
      return this;
    }

    /**
     * Sets the longest unsaved time while a part streams.
     *
     * @param checkpointInterval the value
     */
    public Builder checkpointInterval(Duration checkpointInterval) {
      this.checkpointInterval = positive(checkpointInterval, "checkpointInterval");
      return this;
    }

    /**
     * Sets how often an assistant message is tried to be written.
     *
     * @param historyAttempts the value
     */
    public Builder historyAttempts(int historyAttempts) {
      this.historyAttempts = atLeastOne(historyAttempts, "historyAttempts");
      return this;
    }

    /**
     * Sets the wait after the first failed attempt; doubles each time.
     *
     * @param historyBackoff the value
     */
    public Builder historyBackoff(Duration historyBackoff) {
      this.historyBackoff = positive(historyBackoff, "historyBackoff");
      return this;
    }

    /**
     * Sets the longest wait between attempts.
     *
     * @param maxHistoryBackoff the value
     */
    public Builder maxHistoryBackoff(Duration maxHistoryBackoff) {
      this.maxHistoryBackoff = positive(maxHistoryBackoff, "maxHistoryBackoff");
      return this;
    }

    /**
     * Sets how long a call may execute, unless its tool says otherwise.
     *
     * @param toolTimeout the value
     */
    public Builder toolTimeout(Duration toolTimeout) {
      this.toolTimeout = positive(toolTimeout, "toolTimeout");
      return this;
    }

    /**
     * Sets how many calls of a run may execute at a time.
     *
     * @param maxParallelTools the value
     */
    public Builder maxParallelTools(int maxParallelTools) {
      this.maxParallelTools = atLeastOne(maxParallelTools, "maxParallelTools");
      return this;
    }

    /**
     * Sets the largest result, model content or artifact of a call: UTF-8 bytes of its JSON.
     *
     * @param maxToolResultBytes the value
     */
    public Builder maxToolResultBytes(int maxToolResultBytes) {
      this.maxToolResultBytes = atLeastOne(maxToolResultBytes, "maxToolResultBytes");
      return this;
    }

    /**
     * Sets how long a gate stays open.
     *
     * @param approvalTimeout the value, or {@code null} for none
     */
    public Builder approvalTimeout(@Nullable Duration approvalTimeout) {
      this.approvalTimeout =
          approvalTimeout == null ? null : positive(approvalTimeout, "approvalTimeout");
      return this;
    }

    /**
     * Sets how long a thread may ignore cancellation before it is reported.
     *
     * @param cancelGrace the value
     */
    public Builder cancelGrace(Duration cancelGrace) {
      this.cancelGrace = positive(cancelGrace, "cancelGrace");
      return this;
    }

    /**
     * Sets the largest file that can be attached, in bytes.
     *
     * @param maxAttachmentBytes the value
     */
    public Builder maxAttachmentBytes(long maxAttachmentBytes) {
      if (maxAttachmentBytes < 1) {
        throw new IllegalArgumentException(
            "Option 'maxAttachmentBytes' is at least 1, but is %d.".formatted(maxAttachmentBytes));
      }
      this.maxAttachmentBytes = maxAttachmentBytes;
      return this;
    }

    /**
     * Sets how many attachments a message may have; a composer takes no further one.
     *
     * @param maxAttachments the value
     */
    public Builder maxAttachments(int maxAttachments) {
      this.maxAttachments = atLeastOne(maxAttachments, "maxAttachments");
      return this;
    }

    /**
     * Sets how many events are kept for replay per thread, and may wait per listener.
     *
     * @param eventBuffer the value
     */
    public Builder eventBuffer(int eventBuffer) {
      this.eventBuffer = atLeastOne(eventBuffer, "eventBuffer");
      return this;
    }

    /**
     * Sets when a thread that was created here gets its automatic title.
     *
     * @param titleWhen the value
     */
    public Builder titleWhen(TitleWhen titleWhen) {
      this.titleWhen = requireNonNull(titleWhen, "titleWhen");
      return this;
    }

    /**
     * Sets how long a thread may be idle until its live runtime is closed.
     *
     * @param idleThreadTimeout the value
     */
    public Builder idleThreadTimeout(Duration idleThreadTimeout) {
      this.idleThreadTimeout = positive(idleThreadTimeout, "idleThreadTimeout");
      return this;
    }

    /**
     * Sets what close does with active runs.
     *
     * @param closeMode the value
     */
    public Builder closeMode(CloseMode closeMode) {
      this.closeMode = requireNonNull(closeMode, "closeMode");
      return this;
    }

    /**
     * Sets how long close may take.
     *
     * @param closeDeadline the value
     */
    public Builder closeDeadline(Duration closeDeadline) {
      this.closeDeadline = positive(closeDeadline, "closeDeadline");
      return this;
    }

    /**
     * Sets how long a run may take, without pauses.
     *
     * @param runTimeout the value, or {@code null} for none
     */
    public Builder runTimeout(@Nullable Duration runTimeout) {
      this.runTimeout = runTimeout == null ? null : positive(runTimeout, "runTimeout");
      return this;
    }

    /**
     * Sets the longest reply: UTF-16 bytes of its text and arguments.
     *
     * @param maxReplyBytes the value
     */
    public Builder maxReplyBytes(int maxReplyBytes) {
      this.maxReplyBytes = atLeastOne(maxReplyBytes, "maxReplyBytes");
      return this;
    }

    /**
     * Sets how many runs of the runtime may be active at a time.
     *
     * @param maxActiveRuns the value, or {@code null} for none
     */
    public Builder maxActiveRuns(@Nullable Integer maxActiveRuns) {
      this.maxActiveRuns =
          maxActiveRuns == null ? null : atLeastOne(maxActiveRuns, "maxActiveRuns");
      return this;
    }

    /**
     * Sets the tools that wait for a person, whoever registered them.
     *
     * @param humanTools the value
     */
    public Builder humanTools(Set<String> humanTools) {
      this.humanTools = Set.copyOf(humanTools);
      return this;
    }

    /**
     * Sets the tools that need approval, whoever registered them.
     *
     * @param approvalFor the value
     */
    public Builder approvalFor(Set<String> approvalFor) {
      this.approvalFor = Set.copyOf(approvalFor);
      return this;
    }

    /**
     * Sets how long a tool may wait for a human's answer.
     *
     * @param humanTimeout the value, or {@code null} for none
     */
    public Builder humanTimeout(@Nullable Duration humanTimeout) {
      this.humanTimeout = humanTimeout == null ? null : positive(humanTimeout, "humanTimeout");
      return this;
    }

    /**
     * Sets the owner used where a call names none.
     *
     * @param owner the value
     */
    public Builder owner(String owner) {
      this.owner = requireNonNull(owner, "owner");
      return this;
    }

    /** Returns the value. */
    public RuntimeOptions build() {
      return new RuntimeOptions(this);
    }
  }
}
