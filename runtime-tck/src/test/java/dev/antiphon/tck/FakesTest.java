package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.run.RunOutcome;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.World;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FakesTest {

  @Test
  @DisplayName("who depends on the contracts gets the fakes: a whole conversation on one thread")
  void conversation() {
    World world = new World();
    world.model.says("Hello");
    ThreadRuntime thread = world.open();

    RunOutcome outcome = world.send(thread, "Hi").outcome();

    assertThat(outcome).isEqualTo(RunOutcome.COMPLETE);
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: Hello (complete/unknown)");
  }
}
