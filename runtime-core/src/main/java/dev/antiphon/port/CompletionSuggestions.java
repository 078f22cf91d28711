package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.Message;
import dev.antiphon.thread.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Suggestions asked of whatever completes a prompt (rule SUGG-4).
 *
 * <pre>{@code
 * SuggestionAdapter suggestions = CompletionSuggestions.of(
 *     (prompt, cancellation) -> smallModel.complete(prompt).lines().toList());
 * }</pre>
 *
 * <p><b>Threads.</b> As safe as the completion is.
 */
public final class CompletionSuggestions implements SuggestionAdapter {

  private final Completion completion;
  private final int count;
  private final int maxMessages;
  private final @Nullable String instructions;

  private CompletionSuggestions(Builder builder) {
    this.completion = builder.completion;
    this.count = builder.count;
    this.maxMessages = builder.maxMessages;
    this.instructions = builder.instructions;
  }

  /** What completes a prompt: a model, most often. */
  @FunctionalInterface
  public interface Completion {
    /**
     * Answers a prompt that asks for one suggestion a line.
     *
     * @param prompt the prompt
     * @param cancellation the wish to stop
     * @return the lines; blanks around them, and blank ones, do no harm
     * @throws Exception if it fails
     */
    List<String> complete(String prompt, Cancellation cancellation) throws Exception;
  }

  /**
   * Returns suggestions with the defaults: 3 of them, asked with the last 10 messages.
   *
   * @param completion answers the prompt
   */
  public static CompletionSuggestions of(Completion completion) {
    return builder(completion).build();
  }

  /**
   * Starts one.
   *
   * @param completion answers the prompt
   */
  public static Builder builder(Completion completion) {
    return new Builder(completion);
  }

  @Override
  public void generate(SuggestionRequest request, Consumer<List<Suggestion>> suggestions)
      throws Exception {
    String prompt = promptFor(request.messages());
    List<String> lines = completion.complete(prompt, request.cancellation());
    suggestions.accept(lines.stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .limit(count)
        .map(Suggestion::of)
        .toList());
  }

  private String promptFor(List<Message> messages) {
    String transcript =
        messages.subList(Math.max(0, messages.size() - maxMessages), messages.size()).stream()
            .filter(message -> !message.text().isBlank())
            .map(message -> message.role().name().toLowerCase(Locale.ROOT) + ": "
                + message.text().strip())
            .collect(Collectors.joining("\n"));
    String more = instructions == null ? "" : "\n\nAlso mind this:\n" + instructions;
    return """
        Below is a conversation between a user and an assistant. Write %d short messages that the \
        user may want to send next, in the words of the user. Answer with the messages alone, one \
        a line, without numbers and without comments.

        Conversation:
        %s%s""".formatted(count, transcript, more);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private final Completion completion;
    private int count = 3;
    private int maxMessages = 10;
    private @Nullable String instructions;

    private Builder(Completion completion) {
      this.completion = requireNonNull(completion, "completion");
    }

    /**
     * Sets how many suggestions are asked for and, at most, given.
     *
     * @param count at least 1; 3 unless set
     */
    public Builder count(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("count is at least 1, but is " + count + ".");
      }
      this.count = count;
      return this;
    }

    /**
     * Sets how many of the last messages the prompt carries.
     *
     * @param maxMessages 0 for none; 10 unless set
     */
    public Builder maxMessages(int maxMessages) {
      if (maxMessages < 0) {
        throw new IllegalArgumentException(
            "maxMessages is at least 0, but is " + maxMessages + ".");
      }
      this.maxMessages = maxMessages;
      return this;
    }

    /**
     * Sets what else the prompt says: a language, a tone.
     *
     * @param instructions the text, or {@code null} for nothing
     */
    public Builder instructions(@Nullable String instructions) {
      this.instructions = instructions;
      return this;
    }

    /** Returns the value. */
    public CompletionSuggestions build() {
      return new CompletionSuggestions(this);
    }
  }
}
