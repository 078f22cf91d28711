package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.TextWriter;
import dev.antiphon.port.TitleGenerator;
import dev.antiphon.port.TitleRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link TitleGenerator} promises. Extend it and say how to open yours. */
@PortContract(TitleGenerator.class)
public abstract class TitleGeneratorContract {

  private static final List<Message> CONVERSATION = List.of(
      SampleMessages.user("q", "What is the weather in Aachen?"),
      SampleMessages.assistant("a", "It rains in Aachen."));

  private TitleGenerator generator;

  /** Makes the contract; {@link #open} is called before each test. */
  @SuppressWarnings("NullAway.Init") // openGenerator() sets the generator before each test
  protected TitleGeneratorContract() {}

  /** Opens a generator. */
  protected abstract TitleGenerator open();

  @BeforeEach
  final void openGenerator() {
    generator = open();
  }

  @Test
  @DisplayName(
      "TITLE-3: of a question and its answer comes a title, written before the call returns")
  final void title() throws Exception {
    Title title = new Title();

    generator.generateTitle(request(CONVERSATION, new SwitchedCancellation()), title);

    assertThat(title.text()).isNotBlank();
    title.close();
    assertThat(title.late).as("written after the call has returned").isEmpty();
  }

  @Test
  @DisplayName("TITLE-3: a title is one line, and short enough to stand in a list")
  final void oneLine() throws Exception {
    Title title = new Title();

    generator.generateTitle(request(CONVERSATION, new SwitchedCancellation()), title);

    assertThat(title.text().strip()).doesNotContain("\n", "\r").hasSizeLessThan(200);
  }

  @Test
  @DisplayName("TITLE-5: where there is nothing to say, it comes back without hanging")
  final void nothingToSay() {
    for (List<Message> messages : List.<List<Message>>of(
        List.of(),
        List.of(SampleMessages.user("q", "")),
        List.of(SampleMessages.user("q", " "), SampleMessages.assistant("a", "")))) {
      Title title = new Title();

      Throwable thrown = catchThrowable(
          () -> generator.generateTitle(request(messages, new SwitchedCancellation()), title));

      assertThat(thrown instanceof Error).as("thrown: %s", thrown).isFalse();
    }
  }

  @Test
  @DisplayName("TITLE-3: odd texts and parts of every kind in the messages do no harm")
  final void oddMessages() throws Exception {
    List<Message> messages = new ArrayList<>(SampleMessages.all());
    messages.removeIf(Message::isRunning);
    messages.addAll(CONVERSATION);
    Title title = new Title();

    generator.generateTitle(request(messages, new SwitchedCancellation()), title);

    assertThat(title.text()).isNotNull();
  }

  @Test
  @DisplayName("TITLE-2: a request that was cancelled before it began comes back without a title")
  final void cancelledBefore() {
    Title title = new Title();
    title.close();

    Throwable thrown = catchThrowable(() ->
        generator.generateTitle(request(CONVERSATION, SwitchedCancellation.cancelled()), title));

    assertThat(thrown instanceof Error).as("thrown: %s", thrown).isFalse();
    assertThat(title.text()).isEmpty();
  }

  @Test
  @DisplayName("TITLE-2: eight threads get their own titles at the same time")
  final void threads() throws Exception {
    List<Object> outcomes = Together.run(8, number -> () -> {
      Title title = new Title();
      generator.generateTitle(request(CONVERSATION, new SwitchedCancellation()), title);
      return title.text();
    });

    assertThat(outcomes).allSatisfy(title -> assertThat((String) title).isNotBlank());
  }

  private static TitleRequest request(List<Message> messages, SwitchedCancellation cancellation) {
    return new TitleRequest(new ThreadKey("alice", "thread-1"), messages, cancellation);
  }

  /** Takes a title. Thread-safe. */
  private static final class Title implements TextWriter {
    private final StringBuilder text = new StringBuilder();
    private final List<String> late = new ArrayList<>();
    private boolean isClosed;

    synchronized void close() {
      isClosed = true;
    }

    synchronized String text() {
      return text.toString();
    }

    @Override
    public synchronized void text(String delta) {
      if (isClosed) {
        late.add(delta);
      } else {
        text.append(delta);
      }
    }

    @Override
    public synchronized boolean isClosed() {
      return isClosed;
    }
  }
}
