package dev.antiphon.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.Message;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ModelException;
import dev.antiphon.port.RunRequest;
import dev.antiphon.port.TextWriter;
import dev.antiphon.port.TitleRequest;
import dev.antiphon.testing.TestMessages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTitlesTest {

  private static final List<Message> TALK = List.of(
      TestMessages.user("q", "Where shall we go in May?"),
      TestMessages.assistant("a", "To Rome."),
      TestMessages.user("empty", " "));

  private final List<String> pieces = new ArrayList<>();
  private final List<RunRequest> asked = new ArrayList<>();

  private String title(ChatModelAdapter model, List<Message> messages) throws Exception {
    ChatModelAdapter watched = (request, reply) -> {
      asked.add(request);
      model.run(request, reply);
    };
    new ModelTitles(watched)
        .generateTitle(
            new TitleRequest(new ThreadKey("ada", "t"), messages, Cancellation.none()),
            new TextWriter() {
              @Override
              public void text(String delta) {
                pieces.add(delta);
              }

              @Override
              public boolean isClosed() {
                return false;
              }
            });
    return String.join("", pieces);
  }

  @Test
  @DisplayName("TITLE-3: the title is written as the model writes it")
  void grows() throws Exception {
    String title = title(
        (request, reply) -> {
          reply.reasoning("They talk about a trip.");
          reply.text("A trip");
          reply.text(" to Rome");
        },
        TALK);

    assertThat(title).isEqualTo("A trip to Rome");
    assertThat(pieces).hasSize(2);
  }

  @Test
  @DisplayName("TITLE-3: the model gets the conversation as lines, instructions, and no tools")
  void asksWithTranscript() throws Exception {
    title((request, reply) -> reply.text("Rome"), TALK);

    assertThat(asked.get(0).lastUserText())
        .isEqualTo("user: Where shall we go in May?\nassistant: To Rome.");
    assertThat(asked.get(0).context().system()).isEqualTo(ModelTitles.INSTRUCTIONS);
    assertThat(asked.get(0).context().tools().all()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"A trip to Rome.\"|A trip to Rome",
        "**A trip to Rome**|A trip to Rome",
        "# A trip: Rome|A trip: Rome",
        "Rome, \"eternal\" city|Rome, \"eternal\" city",
        "<think>Hm. A trip.</think> A trip to Rome|A trip to Rome",
        "A trip to Rome\\nHope that helps!|A trip to Rome",
      })
  @DisplayName("TITLE-3: quotes, markup, thoughts and further lines around a title are left out")
  void cleaned(String written, String expected) throws Exception {
    String text = written.replace("\\n", "\n");
    String title = title(
        (request, reply) -> text.chars().forEach(c -> reply.text(String.valueOf((char) c))), TALK);

    assertThat(title).isEqualTo(expected);
  }

  @Test
  @DisplayName("TITLE-3: a title without end is cut")
  void cut() throws Exception {
    assertThat(title((request, reply) -> reply.text("word".repeat(100)), TALK)).hasSize(80);
  }

  @Test
  @DisplayName("TITLE-5: a model that says nothing, or has nothing to read, gives no title")
  void nothing() throws Exception {
    assertThat(title((request, reply) -> reply.text(" \n"), TALK)).isEmpty();
    assertThat(title((request, reply) -> reply.text("Rome"), List.of())).isEmpty();
    assertThat(asked).hasSize(1);
  }

  @Test
  @DisplayName("TITLE-3: a model that gives snapshots only gives a title too")
  void snapshots() throws Exception {
    String title = title(
        (request, reply) -> {
          reply.replaceContent(List.of(TextPart.of("A")));
          reply.replaceContent(List.of(TextPart.of("A trip")));
        },
        TALK);

    assertThat(title).isEqualTo("A trip");
  }

  @Test
  @DisplayName("TITLE-5: what the model throws comes through")
  void fails() {
    assertThatThrownBy(() -> title(
            (request, reply) -> {
              throw new ModelException("unavailable", "down", true, null);
            },
            TALK))
        .isInstanceOf(ModelException.class);
  }
}
