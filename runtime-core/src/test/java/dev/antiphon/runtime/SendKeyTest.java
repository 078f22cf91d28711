package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageInput;
import dev.antiphon.run.DuplicateSendException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.World;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SendKeyTest {

  private final World world = new World();

  private static Run sendWithKey(ThreadRuntime thread, String text, String key) {
    return thread.send(
        MessageInput.text(text), SendOptions.builder().idempotencyKey(key).build());
  }

  @Test
  @DisplayName("SEND-13: the same key with equal content gives the message and run that exist")
  void sameKey() {
    world.model.says("One");
    ThreadRuntime thread = world.open();
    Run first = sendWithKey(thread, "Hi", "k1");
    Run atOnce = sendWithKey(thread, "Hi", "k1");
    world.finish(first);
    Run later = sendWithKey(thread, "Hi", "k1");

    assertThat(atOnce).isSameAs(first);
    assertThat(later).isSameAs(first);
    assertThat(thread.state().messages()).hasSize(2);
    assertThatThrownBy(() -> sendWithKey(thread, "Ho", "k1"))
        .isInstanceOf(DuplicateSendException.class);
    assertThat(sendWithKey(thread, "Hi", "k2")).isNotSameAs(first);
  }

  @Test
  @DisplayName("SEND-13: the key is stored with the message and works over a restart")
  void sameKeyAfterARestart() {
    world.model.says("One");
    world.finish(sendWithKey(world.open(), "Hi", "k1"));

    ThreadRuntime loaded = world.open();
    RunResult again = world.finish(sendWithKey(loaded, "Hi", "k1"));
    assertThat(again.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(again.text()).isEqualTo("One");
    assertThat(loaded.state().messages()).hasSize(2);

    assertThatThrownBy(() -> sendWithKey(loaded, "Ho", "k1"))
        .isInstanceOf(DuplicateSendException.class);
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @DisplayName("SEND-13: a send before the load of a stored message is found to be the same one")
  void sameKeyBeforeTheLoad() {
    world.model.says("One");
    world.finish(sendWithKey(world.open(), "Hi", "k1"));

    ThreadRuntime thread = world.start().threads("ada").open("t");
    Run run = sendWithKey(thread, "Hi", "k1");
    RunResult result = world.finish(run);

    assertThat(result.text()).isEqualTo("One");
    assertThat(run.messageId()).isEqualTo(thread.message(1).id());
    assertThat(thread.state().messages()).hasSize(2);
    assertThat(thread.state().isRunning()).isFalse();
    assertThat(world.model.requests()).hasSize(1);

    ThreadRuntime other = world.start().threads("ada").open("t");
    Run different = sendWithKey(other, "Ho", "k1");
    assertThatThrownBy(() -> world.finish(different))
        .hasCauseInstanceOf(DuplicateSendException.class);
  }

  @Test
  @DisplayName("SEND-13: a send that waited for the load is still known by its key after it")
  void sameKeyOverTheLoad() {
    ThreadRuntime thread = world.start().threads("ada").open("t");
    Run run = sendWithKey(thread, "Hi", "k1");
    world.history.beforeWrite(() -> assertThat(sendWithKey(thread, "Hi", "k1")).isSameAs(run));

    world.finish(run);

    assertThat(thread.state().messages()).hasSize(2);
  }

  @Test
  @DisplayName("SEND-13: a message that was not sent frees its key")
  void unsentFreesItsKey() {
    world.model.says("One");
    ThreadRuntime thread = world.open();
    world.history.failWrites(1);
    Run unsent = sendWithKey(thread, "Hi", "k1");
    assertThatThrownBy(() -> world.finish(unsent)).isInstanceOf(RuntimeException.class);

    Run run = sendWithKey(thread, "Hi", "k1");

    assertThat(world.finish(run).text()).isEqualTo("One");
  }

  @Test
  @DisplayName("SEND-13: a key has up to 128 characters")
  void lengthOfKeys() {
    assertThat(SendOptions.builder().idempotencyKey("k".repeat(128)).build().idempotencyKey())
        .hasSize(128);
    assertThatThrownBy(() -> SendOptions.builder().idempotencyKey("k".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("129");
  }
}
