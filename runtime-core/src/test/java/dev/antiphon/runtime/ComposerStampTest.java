package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.context.ModelContribution;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ComposerStampTest {

  private final World world = new World();

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
}
