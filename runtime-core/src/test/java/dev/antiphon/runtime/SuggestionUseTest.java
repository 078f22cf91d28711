package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Quote;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.World;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.Suggestion;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SuggestionUseTest {

  private static final Suggestion WEATHER =
      new Suggestion("What's the weather in SF?", "Weather", "in San Francisco");
  private static final Suggestion JOKE = Suggestion.of("Tell me a joke");

  private final World world = new World();
  private ThreadRuntime thread;

  @BeforeEach
  void open() {
    world.with(builder -> builder.welcomeSuggestions(WEATHER, JOKE));
    thread = world.open();
  }

  @Test
  @DisplayName("SUGG-5: welcome suggestions are static: a string, or title, label and prompt")
  void welcome() {
    world.model.says("Hello");
    world.send(thread, "Hi");

    assertThat(thread.welcomeSuggestions()).containsExactly(WEATHER, JOKE);
    assertThat(JOKE.shownTitle()).isEqualTo("Tell me a joke");
    assertThat(WEATHER.shownTitle()).isEqualTo("Weather");
    assertThat(WEATHER.label()).isEqualTo("in San Francisco");
    assertThat(thread.state().suggestions()).isEmpty();
  }

  @Test
  @DisplayName("SUGG-5: using one sends its prompt, and clears the draft")
  void sends() {
    world.model.says("Sunny");
    thread.composer().setText("Half a thou");
    thread.composer().setQuote(new Quote("words", new dev.antiphon.message.MessageId("m")));

    Run run = thread.send(WEATHER);

    assertThat(thread.composer().state().text()).isEmpty();
    assertThat(thread.composer().state().quote()).isNull();
    assertThat(world.finish(run).text()).isEqualTo("Sunny");
    assertThat(thread.message(0).text()).isEqualTo("What's the weather in SF?");
    assertThat(thread.message(0).metadata().custom()).isEmpty();
  }

  @Test
  @DisplayName("SUGG-5: unless told not to")
  void keepsTheDraft() {
    thread.composer().setText("Half a thou");

    Run run = thread.send(JOKE, false);
    world.finish(run);

    assertThat(thread.composer().state().text()).isEqualTo("Half a thou");
  }

  @Test
  @DisplayName("SUGG-5: while busy it is queued, and the draft kept")
  void queuedWhileBusy() {
    thread.setOptions(RuntimeOptions.builder().whenBusy(WhenBusy.INTERRUPT).build());
    world.model.then((request, reply) -> {
      thread.composer().setText("Half a thou");
      Run run = thread.send(JOKE);
      assertThat(run.state()).isEqualTo(RunState.QUEUED);
      assertThat(thread.state().queue())
          .extracting(QueueItem::text)
          .containsExactly("Tell me a joke");
    });

    world.send(thread, "Hi");

    assertThat(thread.composer().state().text()).isEqualTo("Half a thou");
    assertThat(World.shown(thread)).contains("user: Tell me a joke");
  }

  @Test
  @DisplayName("SUGG-5, RUN-11: it is sent with the run config of the composer")
  void runConfig() {
    thread.composer().setRunConfig(Map.of("mode", "fast"));

    world.finish(thread.send(JOKE));

    assertThat(world.model.lastRequest().runConfig()).isEqualTo(Map.of("mode", "fast"));
    assertThat(thread.composer().state().runConfig()).isEqualTo(Map.of("mode", "fast"));
  }

  @Test
  @DisplayName("SUGG-5, COMP-8: one that could not be sent comes to the empty composer")
  void notSent() {
    world.history.failWrites(1);

    thread.send(JOKE);
    world.scheduler.runAll();

    assertThat(thread.state().messages()).isEmpty();
    assertThat(thread.composer().state().text()).isEqualTo("Tell me a joke");
  }

  @Test
  @DisplayName("SUGG-5: or it is put into the draft, replacing the text")
  void replaces() {
    thread.composer().setText("Half a thou");

    thread.composer().replaceText(JOKE);

    assertThat(thread.composer().state().text()).isEqualTo("Tell me a joke");
    assertThat(thread.state().messages()).isEmpty();
  }

  @Test
  @DisplayName("SUGG-5: or appended after one space")
  void appends() {
    thread.composer().appendText(JOKE);
    String alone = thread.composer().state().text();

    thread.composer().appendText(JOKE);
    String spaced = thread.composer().state().text();
    thread.composer().setText("Please: ");
    thread.composer().appendText(JOKE);

    assertThat(alone).isEqualTo("Tell me a joke");
    assertThat(spaced).isEqualTo("Tell me a joke Tell me a joke");
    assertThat(thread.composer().state().text()).isEqualTo("Please: Tell me a joke");
  }
}
