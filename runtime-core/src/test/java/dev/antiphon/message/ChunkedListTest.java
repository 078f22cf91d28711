package dev.antiphon.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChunkedListTest {

  private final ChunkedList<String> list = ChunkedList.copyOf(List.of("a", "b", "c"));

  @Test
  @DisplayName("MSG-1: it cannot be changed through the list it is")
  void immutable() {
    assertThatThrownBy(() -> list.add("d")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.set(0, "d")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @DisplayName("it holds no null")
  @SuppressWarnings("NullAway") // what callers without null checks may pass
  void noNulls() {
    assertThatThrownBy(() -> list.with(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> list.withReplaced(0, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> list.withAll(Arrays.asList("d", null)))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  @DisplayName("an index or count outside is refused")
  void outside() {
    assertThatThrownBy(() -> list.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> list.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> list.withReplaced(3, "d"))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> list.first(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> list.first(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  @DisplayName("what is one already comes back as it is, and the whole of it too")
  void sameWhereNothingChanges() {
    assertThat(ChunkedList.copyOf(list)).isSameAs(list);
    assertThat(list.first(3)).isSameAs(list);
    assertThat(list.first(0)).isSameAs(ChunkedList.empty());
  }

  @Test
  @DisplayName("its iterator ends")
  void iteratorEnds() {
    Iterator<String> iterator = list.iterator();
    assertThat(iterator).toIterable().containsExactly("a", "b", "c");
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    assertThat(ChunkedList.empty().iterator().hasNext()).isFalse();
  }

  @Test
  @DisplayName("TREE-22: a change of a list of a million shares all but a path of chunks")
  void cheapAtAnySize() {
    ChunkedList<Integer> large = ChunkedList.<Integer>empty()
        .withAll(IntStream.range(0, 1_000_000).boxed().toList());

    ChunkedList<Integer> changed = large;
    for (int i = 0; i < 100_000; i++) {
      changed = changed.with(i).withReplaced(i * 9, -i).first(1_000_000);
    }

    assertThat(changed.get(9 * 77_777)).isEqualTo(-77_777);
    assertThat(large.get(9 * 77_777)).isEqualTo(9 * 77_777);
  }
}
