package dev.antiphon.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One step of a random program. Its arguments are numbers that name a message in every state:
 * modulo how many there are.
 *
 * @param kind what to do
 * @param first names the message
 * @param second names another message, or seeds an order
 * @param isInvalid whether an argument is made wrong on purpose
 */
record TreeCommand(Kind kind, int first, int second, boolean isInvalid) {

  /** What to do, and how often. */
  enum Kind {
    ADD(22),
    ADD_BELOW_HEAD(12),
    UPDATE(8),
    SET_HEAD(9),
    SWITCH(10),
    SWITCH_PREVIOUS(4),
    SWITCH_NEXT(4),
    DELETE(10),
    DELETE_SUBTREE(3),
    REPARENT(9),
    REIMPORT(3),
    IMPORT_SHUFFLED(3),
    IMPORT_BROKEN(3);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    private static final List<Kind> WEIGHTED = weighted();

    private static List<Kind> weighted() {
      List<Kind> kinds = new ArrayList<>();
      for (Kind kind : values()) {
        for (int i = 0; i < kind.weight; i++) {
          kinds.add(kind);
        }
      }
      return List.copyOf(kinds);
    }
  }

  static List<TreeCommand> program(RandomGenerator random, int length) {
    List<TreeCommand> program = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      program.add(new TreeCommand(
          Kind.WEIGHTED.get(random.nextInt(Kind.WEIGHTED.size())),
          random.nextInt(1_000),
          random.nextInt(1_000),
          random.nextInt(100) < 18));
    }
    return program;
  }

  @Override
  public String toString() {
    return kind + " " + first + " " + second + (isInvalid ? " invalid" : "");
  }
}
