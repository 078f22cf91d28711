package dev.antiphon.openai;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.TextWriter;
import dev.antiphon.port.TitleGenerator;
import dev.antiphon.port.TitleRequest;
import java.util.List;
import java.util.Locale;

/**
 * Titles asked of a model: any one, and a small one will do.
 *
 * <p>The model reads the beginning of the conversation. Its first line is the title, without quotes
 * and a full stop.
 *
 * <p><b>Threads.</b> As safe as the model is.
 */
public final class ModelTitles implements TitleGenerator {

  /** The instructions that are used unless others are given. */
  public static final String INSTRUCTIONS =
      "You name conversations. Answer with a title of at most six words for the conversation that you are shown, in its language. Answer with the title alone, without quotes and without a full stop.";

  private static final int MAX_MESSAGES = 6;
  private static final int MAX_CHARACTERS = 600;
  private static final int MAX_TITLE = 80;

  private final ModelQuestion question;

  /**
   * Makes titles with {@link #INSTRUCTIONS}.
   *
   * @param model the model to ask
   */
  public ModelTitles(ChatModelAdapter model) {
    this(model, INSTRUCTIONS);
  }

  /**
   * Makes titles.
   *
   * @param model the model to ask
   * @param instructions what it is told to do, as its system text
   */
  public ModelTitles(ChatModelAdapter model, String instructions) {
    this.question = new ModelQuestion(
        requireNonNull(model, "model"), requireNonNull(instructions, "instructions"));
  }

  @Override
  public void generateTitle(TitleRequest request, TextWriter title) throws Exception {
    String transcript = transcript(request.messages());
    if (transcript.isEmpty()) {
      return;
    }
    TitleText line = new TitleText(title::text, MAX_TITLE);
    question.ask(
        request.thread(),
        transcript,
        request.cancellation(),
        new TextReply(line::take, title::isClosed));
  }

  private static String transcript(List<Message> messages) {
    StringBuilder transcript = new StringBuilder();
    int count = 0;
    for (Message message : messages) {
      String text = WellFormedText.of(message.text()).strip();
      if (!text.isEmpty() && count++ < MAX_MESSAGES) {
        transcript
            .append(message.role().name().toLowerCase(Locale.ROOT))
            .append(": ")
            .append(cut(text))
            .append('\n');
      }
    }
    return transcript.toString().strip();
  }

  private static String cut(String text) {
    return text.length() <= MAX_CHARACTERS
        ? text
        : WellFormedText.of(text.substring(0, MAX_CHARACTERS)) + "…";
  }
}
