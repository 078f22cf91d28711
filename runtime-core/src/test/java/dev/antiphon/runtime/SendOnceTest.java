package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.context.ModelContribution;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.run.DuplicateSendException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SendOnceTest {

  private final World world = new World();

  private static Run sendWithKey(ThreadRuntime thread, String text, String key) {
    return thread.send(
        MessageInput.text(text), SendOptions.builder().idempotencyKey(key).build());
  }

  // ---- cancel while a message is on its way

  @Test
  @DisplayName("SEND-7: cancel during the load keeps the message and never calls the model")
  void cancelDuringTheLoad() {
    ThreadRuntime thread = world.start().threads("ada").open("t");
    Run run = thread.send("Hi");

    run.cancel();

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(World.shown(thread)).containsExactly("user: Hi");
    assertThat(world.model.requests()).isEmpty();
    assertThat(World.shown(world.open())).containsExactly("user: Hi");
  }

  @Test
  @DisplayName("SEND-7: cancel before the write keeps and stores the message, without a reply")
  void cancelBeforeTheWrite() {
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");

    run.cancel();
    assertThat(thread.state().isRunning()).isFalse();

    RunResult result = world.finish(run);
    assertThat(result.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(result.message()).isNull();
    assertThat(World.shown(world.open())).containsExactly("user: Hi");
    assertThat(world.model.requests()).isEmpty();
  }

  @Test
  @DisplayName("SEND-7: cancel while storing keeps the message and never calls the model")
  void cancelWhileStoring() {
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");
    world.history.beforeWrite(() -> {
      world.history.beforeWrite(null);
      run.cancel();
    });

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(World.shown(thread)).containsExactly("user: Hi");
    assertThat(world.threadList.fetch(thread.key())).isPresent();
    assertThat(world.model.requests()).isEmpty();
    assertThat(World.shown(world.open())).containsExactly("user: Hi");
  }

  @Test
  @DisplayName("SEND-7: cancel while a reload is stored leaves the old reply selected")
  void cancelAReloadWhileStoring() {
    world.model.says("One");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    List<String> before = World.shown(thread);
    Run run = thread.reload(thread.message(1).id());
    world.history.beforeWrite(() -> {
      world.history.beforeWrite(null);
      run.cancel();
    });

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(World.shown(thread)).isEqualTo(before);
    assertThat(World.shown(world.open())).isEqualTo(before);
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @DisplayName("SEND-7: a reload that is cancelled during the load moves nothing")
  void cancelAReloadDuringTheLoad() {
    world.model.says("One");
    world.send(world.open(), "Hi");
    ThreadRuntime thread = world.start().threads("ada").open("t");
    Run run = thread.startRun(null);

    run.cancel();

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: One (complete/unknown)");
  }

  // ---- composer metadata

  @Test
  @DisplayName("SEND-11: composer metadata is stamped where it differs from its last value above")
  void stamped() {
    AtomicReference<String> page = new AtomicReference<>("home");
    world.with(builder -> builder.context(() -> ModelContribution.builder()
        .composerMetadata(Map.of("page", page.get(), "app", "shop"))
        .build()));
    ThreadRuntime thread = world.open();
    world.send(thread, "One");
    world.send(thread, "Two");
    page.set("cart");
    world.send(thread, "Three");
    thread.append(MessageInput.text("Four"));

    assertThat(customOfUserMessages(thread))
        .containsExactly(
            Map.of("page", "home", "app", "shop"), Map.of(), Map.of("page", "cart"), Map.of());

    // Another branch, where "cart" was never said.
    world.finish(thread.send(
        MessageInput.text("Beside"),
        SendOptions.builder().parent(thread.message(1).id()).build()));
    assertThat(customOfUserMessages(thread)).last().isEqualTo(Map.of("page", "cart"));
  }

  @Test
  @DisplayName("SEND-11, QUEUE-3: a queued message is stamped when it enters the tree")
  void stampedWhenItEnters() {
    AtomicReference<String> page = new AtomicReference<>("home");
    world.with(builder -> builder.context(() ->
        ModelContribution.builder().composerMetadata(Map.of("page", page.get())).build()));
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      thread.send("Two");
      page.set("cart");
    });

    world.send(thread, "One");

    assertThat(customOfUserMessages(thread))
        .containsExactly(Map.of("page", "home"), Map.of("page", "cart"));
  }

  @Test
  @DisplayName("SEND-11: a provider that throws hinders neither the send nor the other providers")
  void providerThrows() {
    AtomicBoolean isBroken = new AtomicBoolean();
    world.with(builder -> builder
        .context(() -> {
          if (isBroken.get()) {
            throw new IllegalStateException("No page");
          }
          return ModelContribution.NONE;
        })
        .context(() ->
            ModelContribution.builder().composerMetadata(Map.of("app", "shop")).build()));
    ThreadRuntime thread = world.open();
    isBroken.set(true);

    Run run = thread.send("Hi");
    isBroken.set(false);

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(customOfUserMessages(thread)).containsExactly(Map.of("app", "shop"));
  }

  private static List<Map<String, Object>> customOfUserMessages(ThreadRuntime thread) {
    List<Map<String, Object>> custom = new ArrayList<>();
    for (Message message : thread.state().messages()) {
      if (message.role() == Role.USER) {
        custom.add(message.metadata().custom());
      }
    }
    return custom;
  }

  // ---- idempotency keys

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
