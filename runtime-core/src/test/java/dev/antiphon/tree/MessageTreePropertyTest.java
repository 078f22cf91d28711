package dev.antiphon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testing.RandomPrograms;
import dev.antiphon.testing.Seeds;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MessageTreePropertyTest {

  private static final int PROGRAMS = 2_000;
  private static final int COMMANDS = 50;

  @Test
  @DisplayName(
      "TREE-1…12, TREE-15…17, TREE-19, TREE-21: random programs do to the tree what the rules"
          + " say, and every invariant holds after each of 100 000 commands")
  void agreesWithModel() {
    RandomPrograms.check(
        MessageTreePropertyTest.class,
        Seeds.of(MessageTreePropertyTest.class, PROGRAMS),
        random -> TreeCommand.program(random, COMMANDS),
        program -> {
          MessageTree tree = TreeProgram.check(program);
          MessageTree again = TreeProgram.repeat(program);
          assertThat(again.export()).as("equal programs give equal trees").isEqualTo(tree.export());
        });
  }
}
