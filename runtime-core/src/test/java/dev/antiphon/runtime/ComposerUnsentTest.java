package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.DraftId;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Quote;
import dev.antiphon.message.Role;
import dev.antiphon.port.ModelException;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.testing.ScriptedAttachments;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ComposerNotEmptyException;
import dev.antiphon.thread.ComposerState;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.PendingAttachment;
import dev.antiphon.thread.QueueItem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a draft that is not sent. */
class ComposerUnsentTest {

  private final World world =
      new World().with(builder -> builder.attachments(new ScriptedAttachments()));
  private final ThreadRuntime thread = world.open();
  private final Composer composer = thread.composer();

  private ComposerSend send(String text) {
    composer.setText(text);
    return composer.send().orElseThrow();
  }

  private List<String> unsent() {
    return composer.state().unsent().stream().map(Draft::text).toList();
  }

  @Test
  @DisplayName("COMP-8: a draft that is not sent comes back into the composer, with all it had")
  void comesBack() {
    world.history.failWrites(1);
    Quote quote = new Quote("cited", new MessageId("m1"));
    composer.setQuote(quote);
    composer.setRunConfig(Map.of("mode", "fast"));
    composer.addAttachment(InMemoryFile.text("notes.txt", "x"));
    ComposerSend send = send(" Hi ");
    world.scheduler.runAll();

    assertThat(ComposerUploadTest.failureOf(send.completion()))
        .isInstanceOf(MessageNotSentException.class);
    ComposerState back = composer.state();
    assertThat(back.text()).isEqualTo(" Hi ");
    assertThat(back.quote()).isEqualTo(quote);
    assertThat(back.runConfig()).isEqualTo(Map.of("mode", "fast"));
    assertThat(back.attachments()).extracting(PendingAttachment::name).containsExactly("notes.txt");
    assertThat(back.attachment(0).status().isComplete()).isTrue();
    assertThat(back.unsent()).isEmpty();
    assertThat(thread.state().messages()).isEmpty();

    world.model.says("Hello");
    world.finish(composer.send().orElseThrow().run().orElseThrow());
    assertThat(thread.message(0).attachments()).hasSize(1);
    assertThat(thread.message(0).text()).isEqualTo(" Hi ");
  }

  @Test
  @DisplayName("COMP-8: a message that is appended comes back likewise")
  void appended() {
    world.history.failWrites(1);
    composer.setRole(Role.ASSISTANT);
    ComposerSend send = send("Welcome");
    world.scheduler.runAll();

    assertThat(ComposerUploadTest.failureOf(send.completion()))
        .isInstanceOf(MessageNotSentException.class);
    assertThat(composer.state().text()).isEqualTo("Welcome");
    assertThat(composer.state().role()).isEqualTo(Role.ASSISTANT);
  }

  @Test
  @DisplayName("COMP-8: if something else is there by now, it is kept beside it")
  void besideOtherContent() {
    world.history.failWrites(1);
    send("Hi");
    composer.setText("Next");
    world.scheduler.runAll();

    assertThat(composer.state().text()).isEqualTo("Next");
    assertThat(composer.state().unsent()).singleElement().satisfies(draft -> {
      assertThat(draft.text()).isEqualTo("Hi");
      assertThat(draft.error()).isNotNull();
      assertThat(draft.error().code()).isEqualTo("unavailable");
    });
  }

  @Test
  @DisplayName("COMP-8: after a reset a draft does not come back into the composer by itself")
  void afterReset() {
    world.history.failWrites(1);
    send("Hi");
    composer.reset();
    world.scheduler.runAll();

    assertThat(composer.state().text()).isEmpty();
    assertThat(unsent()).containsExactly("Hi");
  }

  @Test
  @DisplayName("COMP-8: a queued message that is not sent stays in the queue")
  void queued() {
    world.model.then((request, reply) -> {
      ComposerSend second = send("Second");
      assertThat(second.run()).isPresent();
      world.history.failWrites(10);
      reply.text("Hello");
    });
    thread.send("First");
    world.scheduler.advance(Duration.ofMinutes(1));
    world.history.heal();

    assertThat(thread.state().queue()).singleElement().satisfies(item -> {
      assertThat(item.text()).isEqualTo("Second");
      assertThat(item.state()).isEqualTo(QueueItem.State.FAILED);
    });
    assertThat(composer.state().isEmpty()).isTrue();
    assertThat(unsent()).isEmpty();
  }

  @Test
  @DisplayName("COMP-8: an error after the message was stored brings no draft back")
  void modelError() {
    world.model.then((request, reply) -> {
      throw new ModelException("rate-limit", "Slow down.", true, null);
    });
    ComposerSend send = send("Hi");
    world.scheduler.runAll();

    assertThat(ComposerUploadTest.failureOf(send.completion()))
        .isInstanceOf(RunFailedException.class);
    assertThat(composer.state().isEmpty()).isTrue();
    assertThat(unsent()).isEmpty();
  }

  @Test
  @DisplayName("COMP-8: a send on a thread whose load fails comes back, each of several")
  void loadFails() {
    world.history.failLoad(new StorageException("unavailable", "Down.", true, null));
    ThreadRuntime cold = world.start().threads("ada").open("cold");
    cold.composer().setText("First");
    cold.composer().send();
    cold.composer().setRole(Role.ASSISTANT);
    for (String text : List.of("Second", "Third")) {
      cold.composer().setText(text);
      assertThat(cold.composer().send()).isPresent();
    }
    world.scheduler.runAll();

    assertThat(cold.composer().canSend()).isFalse();
    assertThat(cold.composer().state().text()).isEqualTo("First");
    assertThat(cold.composer().state().role()).isEqualTo(Role.USER);
    assertThat(cold.composer().state().unsent())
        .extracting(Draft::text)
        .containsExactly("Second", "Third");
    assertThat(cold.composer().state().unsent().get(1).role()).isEqualTo(Role.ASSISTANT);
  }

  @Test
  @DisplayName(
      "COMP-8: a message below one that is not sent shares its fate, and comes back as well")
  void below() {
    world.history.failWrites(1);
    send("First");
    composer.setText("Second");
    composer.send(false, SendOptions.DEFAULTS);
    world.scheduler.runAll();

    assertThat(thread.state().messages()).isEmpty();
    assertThat(List.of(composer.state().text(), unsent().get(0)))
        .containsExactlyInAnyOrder("First", "Second");
    assertThat(unsent()).hasSize(1);
  }

  // ---- restore, discard, retract

  private void leaveTwoUnsent() {
    for (String text : List.of("One", "Two")) {
      world.history.failWrites(1);
      send(text);
      composer.setText("typed");
      world.scheduler.runAll();
    }
  }

  @Test
  @DisplayName("COMP-9: unsent drafts are listed in the order of the sends, each can be put back")
  void restore() {
    leaveTwoUnsent();
    assertThat(unsent()).containsExactly("One", "Two");
    DraftId second = composer.state().unsent().get(1).id();

    assertThatThrownBy(() -> composer.restore(second))
        .isInstanceOf(ComposerNotEmptyException.class);
    assertThat(unsent()).containsExactly("One", "Two");
    composer.setText("");
    composer.setQuote(new Quote("cited", new MessageId("m1")));
    assertThatThrownBy(() -> composer.restore(second))
        .isInstanceOf(ComposerNotEmptyException.class);
    composer.setQuote(null);

    assertThat(composer.restore(second)).isTrue();
    assertThat(composer.state().text()).isEqualTo("Two");
    assertThat(unsent()).containsExactly("One");
    composer.setText("");
    assertThat(composer.restore(second)).isFalse();
  }

  @Test
  @DisplayName("COMP-9: a draft can be dropped")
  void discard() {
    leaveTwoUnsent();
    DraftId first = composer.state().unsent().get(0).id();

    assertThat(composer.discard(first)).isTrue();
    assertThat(unsent()).containsExactly("Two");
    assertThat(composer.discard(first)).isFalse();
  }

  @Test
  @DisplayName("COMP-11: a reset keeps what was not sent")
  void resetKeepsUnsent() {
    leaveTwoUnsent();

    composer.reset();

    assertThat(unsent()).containsExactly("One", "Two");
  }

  @Test
  @DisplayName(
      "COMP-10: a draft is retracted only if text, quote and attachments are what came back")
  void retract() {
    world.history.failWrites(1);
    composer.addAttachment(InMemoryFile.text("notes.txt", "x"));
    world.scheduler.runAll();
    ComposerSend send = send("Hi");
    world.scheduler.runAll();
    Draft draft = send.draft();
    assertThat(composer.state().text()).isEqualTo("Hi");

    composer.setText("Hi!");
    assertThat(composer.retract(draft)).isFalse();
    composer.setText("Hi");
    composer.setQuote(new Quote("cited", new MessageId("m1")));
    assertThat(composer.retract(draft)).isFalse();
    composer.setQuote(null);
    composer.setRunConfig(Map.of("mode", "fast"));

    assertThat(composer.retract(draft)).isTrue();
    assertThat(composer.state())
        .isEqualTo(ComposerState.builder().runConfig(Map.of("mode", "fast")).build());
    assertThat(composer.retract(draft)).isFalse();
  }

  @Test
  @DisplayName("COMP-10: other attachments keep a draft from being retracted")
  void retractWithOtherAttachments() {
    world.history.failWrites(1);
    ComposerSend send = send("Hi");
    world.scheduler.runAll();
    composer.addAttachment(InMemoryFile.text("notes.txt", "x"));

    assertThat(composer.retract(send.draft())).isFalse();
    assertThat(composer.state().text()).isEqualTo("Hi");
  }

  @Test
  @DisplayName("ERR-4: a send that does not come from a composer leaves the composer alone")
  void directSend() {
    world.history.failWrites(1);
    thread.send("Hi");
    world.scheduler.runAll();

    assertThat(composer.state().isEmpty()).isTrue();
    assertThat(unsent()).isEmpty();
  }
}
