package dev.antiphon.openai;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.CompletionSuggestions;
import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.port.SuggestionRequest;
import dev.antiphon.thread.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Suggestions asked of a model, by the prompt of {@link CompletionSuggestions} (rule SUGG-4): any
 * model, and a small one will do.
 *
 * <p><b>Threads.</b> As safe as the model is.
 */
public final class ModelSuggestions implements SuggestionAdapter {

  private static final String SYSTEM =
      "You complete lists. Answer with the lines that are asked for and with nothing else.";

  /** What models put before the lines of a list though they are told not to, and around them. */
  private static final Pattern MARK = Pattern.compile("^\\s*(?:[-*•]|\\d{1,2}[.)])\\s+");

  private static final Pattern THOUGHTS = Pattern.compile("<think>.*?</think>", Pattern.DOTALL);

  private final ModelQuestion question;
  private final UnaryOperator<CompletionSuggestions.Builder> configuration;

  /**
   * Makes suggestions with the defaults: 3, asked with the last 10 messages.
   *
   * @param model the model to ask
   */
  public ModelSuggestions(ChatModelAdapter model) {
    this(model, builder -> builder);
  }

  /**
   * Makes suggestions.
   *
   * @param model the model to ask
   * @param configuration sets how many, with how many messages and with what instructions
   */
  public ModelSuggestions(
      ChatModelAdapter model, UnaryOperator<CompletionSuggestions.Builder> configuration) {
    this.question = new ModelQuestion(requireNonNull(model, "model"), SYSTEM);
    this.configuration = requireNonNull(configuration, "configuration");
  }

  @Override
  public void generate(SuggestionRequest request, Consumer<List<Suggestion>> suggestions)
      throws Exception {
    CompletionSuggestions.Completion completion = (prompt, cancellation) -> {
      StringBuilder answer = new StringBuilder();
      question.ask(
          request.thread(),
          prompt,
          cancellation,
          new TextReply(answer::append, cancellation::isCancelled));
      return lines(answer.toString());
    };
    configuration
        .apply(CompletionSuggestions.builder(completion))
        .build()
        .generate(request, suggestions);
  }

  private static List<String> lines(String answer) {
    List<String> lines = new ArrayList<>();
    THOUGHTS
        .matcher(answer)
        .replaceAll("")
        .lines()
        .forEach(line -> lines.add(unquoted(MARK.matcher(line).replaceFirst("").strip())));
    return lines;
  }

  private static String unquoted(String line) {
    boolean isQuoted = line.length() > 1 && line.startsWith("\"") && line.endsWith("\"");
    return isQuoted ? line.substring(1, line.length() - 1) : line;
  }
}
