package dev.antiphon.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One step of a random program on a thread. Its arguments are numbers that name something in every
 * state: modulo how much there is.
 *
 * @param kind what to do
 * @param first names what it is done to
 * @param second says how
 * @param isInvalid whether an argument is made wrong on purpose
 */
record ThreadCommand(Kind kind, int first, int second, boolean isInvalid) {

  /** What to do, and how often. */
  enum Kind {
    SEND(6),
    SEND_WHILE_BUSY(3),
    SEND_BELOW(2),
    EDIT(2),
    RELOAD(2),
    SWITCH_BRANCH(2),
    SET_HEAD(1),
    DELETE(1),
    DELETE_SUBTREE(1),
    MODEL_TEXT(6),
    MODEL_CALLS(4),
    MODEL_FINISH(5),
    MODEL_ERROR(1),
    MODEL_AFTER_END(1),
    TOOL_RETURNS(4),
    TOOL_THROWS(1),
    TOOLS_HANG(1),
    RESULT(3),
    DECIDE(4),
    DECIDE_AGAIN(1),
    ANSWER(2),
    CANCEL(2),
    CONTINUE(2),
    RESUME_QUEUE(1),
    STORE_FAILS_NEXT(1),
    CRASH(1),
    CLOCK_JUMP(1),
    ADVANCE(3),
    SUBSCRIBE(1),
    UNSUBSCRIBE(1),
    EXPORT(1),
    IMPORT(1),
    IMPORT_BROKEN(1),
    CUSTOM(1),
    STOP(0);

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

  static List<ThreadCommand> program(RandomGenerator random, int length) {
    List<ThreadCommand> program = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      program.add(new ThreadCommand(
          Kind.WEIGHTED.get(random.nextInt(Kind.WEIGHTED.size())),
          random.nextInt(1_000),
          random.nextInt(1_000),
          random.nextInt(100) < 15));
    }
    return program;
  }

  @Override
  public String toString() {
    return kind + " " + first + " " + second + (isInvalid ? " invalid" : "");
  }
}
