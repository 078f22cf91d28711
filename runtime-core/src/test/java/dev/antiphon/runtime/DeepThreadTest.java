package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.antiphon.message.MessageId;
import dev.antiphon.testing.World;
import dev.antiphon.tree.DeleteMode;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The time-outs are far above what is needed; they catch what grows with the square of the size.
 */
class DeepThreadTest {

  private static final int DEEP = 100_000;
  private static final int WIDE = 20_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final World world = new World();

  @Test
  @DisplayName(
      "TREE-22: a chain of 100 000 is imported, stored, switched, deleted from and exported")
  void deep() {
    assertTimeoutPreemptively(LIMIT, () -> {
      List<MessageItem> items = chain();
      Collections.reverse(items);
      ThreadRuntime thread = world.open();

      thread.importThread(new ExportedThread(Head.of(last()), items));
      world.scheduler.runAll();
      assertThat(thread.state().messages()).hasSize(DEEP);
      assertThat(thread.state().unsaved()).isEmpty();
      assertThat(thread.export().items()).isEqualTo(chain());

      thread.setHead(id("m1"));
      thread.switchToBranch(id("m0"));
      thread.setHead(null);
      thread.switchToBranch(id("m" + DEEP / 2));
      thread.updateCustom(id("m3"), Map.of("n", 1));
      thread.delete(id("m" + DEEP / 2));
      thread.delete(id("m" + (DEEP - 10)), DeleteMode.SUBTREE);
      world.scheduler.runAll();
      assertThat(thread.state().messages()).hasSize(DEEP - 11);

      ThreadRuntime reopened = world.open();
      assertThat(reopened.export()).isEqualTo(thread.export());
      world.model.says("Still here.");
      assertThat(world.send(reopened, "Are you there?").isSaved()).isTrue();
    });
  }

  @Test
  @DisplayName(
      "TREE-22, HIST-8: a chain of 100 000 whose writing was given up is stored in linear time")
  void deepBacklog() {
    assertTimeoutPreemptively(LIMIT, () -> {
      ThreadRuntime thread = world.open();
      world.history.failWrites(5);
      thread.importThread(new ExportedThread(Head.of(last()), chain()));
      world.scheduler.advance(Duration.ofMinutes(1));
      assertThat(thread.state().unsaved()).hasSize(DEEP);

      world.send(thread, "Hi");

      assertThat(thread.state().unsaved()).isEmpty();
      assertThat(world.open().export()).isEqualTo(thread.export());
    });
  }

  @Test
  @DisplayName("TREE-22: 20 000 siblings are imported, switched through, deleted and exported")
  void wide() {
    assertTimeoutPreemptively(LIMIT, () -> {
      List<MessageItem> items = new ArrayList<>(List.of(item("root", null)));
      for (int i = 0; i < WIDE; i++) {
        items.add(item("m" + i, "root"));
      }
      ThreadRuntime thread = world.open();
      thread.importThread(new ExportedThread(Head.ABSENT, items));
      world.scheduler.runAll();

      for (int i = 0; i < WIDE; i++) {
        thread.switchToBranch(id("m" + i));
      }
      assertThat(thread.branches(id("m7"))).hasSize(WIDE);
      world.scheduler.runAll();
      for (int i = 0; i < WIDE; i += 100) {
        thread.delete(id("m" + i));
      }
      world.scheduler.runAll();
      thread.delete(id("root"));
      world.scheduler.runAll();

      assertThat(thread.export().items()).hasSize(WIDE - WIDE / 100);
      assertThat(world.open().export()).isEqualTo(thread.export());
    });
  }

  private static MessageId last() {
    return id("m" + (DEEP - 1));
  }

  private static List<MessageItem> chain() {
    List<MessageItem> items = new ArrayList<>(DEEP);
    for (int i = 0; i < DEEP; i++) {
      items.add(item("m" + i, i == 0 ? null : "m" + (i - 1)));
    }
    return items;
  }
}
