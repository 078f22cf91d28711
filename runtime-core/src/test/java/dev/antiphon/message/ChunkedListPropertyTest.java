package dev.antiphon.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testing.RandomPrograms;
import dev.antiphon.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChunkedListPropertyTest {

  /** Where chunks and levels of the tree of chunks begin and end. */
  private static final int[] EDGES = {0, 1, 31, 32, 33, 63, 64, 1023, 1024, 1055, 1056, 1057, 32800
  };

  private enum Kind {
    WITH,
    WITH_ALL,
    REPLACE,
    FIRST,
    FIRST_AT_EDGE,
    GROW_TO_EDGE
  }

  private record Command(Kind kind, int first, int second) {
    @Override
    public String toString() {
      return kind + " " + first + " " + second;
    }
  }

  @Test
  @DisplayName(
      "MSG-1: a chunked list holds what an ArrayList would, and no command changes one that was"
          + " there before")
  void agreesWithArrayList() {
    RandomPrograms.check(
        ChunkedListPropertyTest.class,
        Seeds.of(ChunkedListPropertyTest.class, 400),
        ChunkedListPropertyTest::program,
        ChunkedListPropertyTest::run);
  }

  private static List<Command> program(RandomGenerator random) {
    List<Command> program = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      program.add(new Command(kind, random.nextInt(1 << 20), random.nextInt(1 << 20)));
    }
    return program;
  }

  private static void run(List<Command> program) {
    List<ChunkedList<Integer>> lists = new ArrayList<>(List.of(ChunkedList.empty()));
    List<List<Integer>> models = new ArrayList<>(List.of(new ArrayList<>()));
    int next = 0;
    for (Command command : program) {
      ChunkedList<Integer> list = lists.get(lists.size() - 1);
      List<Integer> model = new ArrayList<>(models.get(models.size() - 1));
      switch (command.kind()) {
        case WITH -> {
          list = list.with(next);
          model.add(next++);
        }
        case WITH_ALL -> {
          List<Integer> more = numbers(next, command.first() % 100);
          next += more.size();
          list = list.withAll(more);
          model.addAll(more);
        }
        case GROW_TO_EDGE -> {
          int size = EDGES[command.first() % (EDGES.length - (command.second() % 8 == 0 ? 0 : 1))];
          List<Integer> more = numbers(next, Math.max(0, size - model.size()));
          next += more.size();
          list = list.withAll(more);
          model.addAll(more);
        }
        case REPLACE -> {
          if (!model.isEmpty()) {
            int index = command.first() % model.size();
            list = list.withReplaced(index, -next);
            model.set(index, -next++);
          }
        }
        case FIRST -> {
          int count = command.first() % (model.size() + 1);
          list = list.first(count);
          model.subList(count, model.size()).clear();
        }
        case FIRST_AT_EDGE -> {
          int count = Math.min(model.size(), EDGES[command.first() % EDGES.length]);
          list = list.first(count);
          model.subList(count, model.size()).clear();
        }
      }
      lists.add(list);
      models.add(model);
      compare(list, model, command);
    }
    for (int version = 0; version < lists.size(); version++) {
      assertThat(new ArrayList<>(lists.get(version)).equals(models.get(version)))
          .as("version %d is what it was", version)
          .isTrue();
    }
  }

  private static void compare(ChunkedList<Integer> list, List<Integer> model, Command command) {
    assertThat(list.size()).as("size after %s", command).isEqualTo(model.size());
    int step = Math.max(1, model.size() / 500);
    for (int index = 0; index < model.size(); index += step) {
      if (!list.get(index).equals(model.get(index))) {
        assertThat(list.get(index)).as("[%d] after %s", index, command).isEqualTo(model.get(index));
      }
    }
    if (model.size() < 2_000) {
      assertThat(list.equals(model) && model.equals(list))
          .as("equality after %s", command)
          .isTrue();
      assertThat(list.hashCode()).as("hash after %s", command).isEqualTo(model.hashCode());
    }
  }

  private static List<Integer> numbers(int from, int count) {
    List<Integer> numbers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(from + i);
    }
    return numbers;
  }
}
