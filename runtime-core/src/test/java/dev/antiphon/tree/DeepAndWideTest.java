package dev.antiphon.tree;

import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.item;
import static dev.antiphon.testing.TestMessages.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.antiphon.message.MessageId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The time-outs are far above what is needed; they catch what grows with the square of the size.
 */
class DeepAndWideTest {

  private static final int DEEP = 100_000;
  private static final int WIDE = 20_000;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(ints = {30_000, DEEP})
  @DisplayName("TREE-22: a deep chain is imported with children first, exported and imported again")
  void importAndExport(int size) {
    List<MessageItem> items = new ArrayList<>(chain(size));
    Collections.reverse(items);

    MessageTree tree = MessageTree.of(new ExportedThread(Head.of(id("m" + (size - 1))), items));

    assertThat(tree.size()).isEqualTo(size);
    assertThat(tree.visible()).hasSize(size);
    assertThat(tree.pathTo(id("m" + (size / 2)))).hasSize(size / 2 + 1);
    ExportedThread exported = tree.export();
    assertThat(exported.items()).isEqualTo(chain(size));
    assertThat(MessageTree.of(exported).export()).isEqualTo(exported);
  }

  @Test
  @DisplayName("TREE-22: the head of a deep chain moves from end to end, and back by its branch")
  void switchAndSetHead() {
    MessageTree tree = MessageTree.of(new ExportedThread(Head.ABSENT, chain(DEEP)));
    tree.add(item("other", null));

    for (int i = 0; i < 20; i++) {
      tree.switchToBranch(id("other"));
      assertThat(tree.visible()).hasSize(1);
      tree.switchToBranch(id("m0"));
      assertThat(tree.head()).isEqualTo(id("m" + (DEEP - 1)));
    }
    tree.setHead(id("m0"));
    assertThat(tree.visible()).hasSize(1);
    tree.setHead(null);
    assertThat(tree.visible()).isEmpty();
    assertThat(tree.rememberedLeaf(id("m0"))).isEqualTo(id("m" + (DEEP - 1)));
  }

  @Test
  @DisplayName(
      "TREE-22: a message in the middle of a deep chain is deleted, moved and deleted with all below")
  void deleteAndReparent() {
    MessageTree tree = MessageTree.of(new ExportedThread(Head.ABSENT, chain(DEEP)));
    int middle = DEEP / 2;

    tree.delete(id("m" + middle), DeleteMode.KEEP_CHILDREN);
    assertThat(tree.visible()).hasSize(DEEP - 1);
    assertThat(tree.parentOf(id("m" + (middle + 1)))).isEqualTo(id("m" + (middle - 1)));

    assertThatThrownBy(() -> tree.reparent(id("m1"), id("m" + (DEEP - 1))))
        .isInstanceOf(MessageCycleException.class);
    tree.reparent(id("m" + (middle + 1)), null);
    assertThat(tree.visible()).hasSize(middle - 1);

    Removal removal = tree.delete(id("m" + (middle + 1)), DeleteMode.SUBTREE);
    assertThat(removal.removed()).hasSize(middle - 1);
    assertThat(tree.head()).isEqualTo(id("m" + (middle - 1)));
  }

  @Test
  @DisplayName(
      "TREE-22: adding below the head and updating cost the same at 100 000 messages as at none")
  void addAndUpdate() {
    MessageTree tree = new MessageTree();

    assertTimeoutPreemptively(LIMIT, () -> {
      for (int i = 0; i < DEEP; i++) {
        tree.add(item("m" + i, i == 0 ? null : "m" + (i - 1)));
        tree.update(user("m" + (i / 2), "changed"));
      }
    });

    assertThat(tree.visible()).hasSize(DEEP);
    assertThat(tree.visible().get(DEEP / 4).text()).isEqualTo("changed");
  }

  @Test
  @DisplayName("TREE-22: 20 000 siblings are imported, switched through, deleted and exported")
  void wide() {
    List<MessageItem> items = new ArrayList<>(List.of(item("root", null)));
    for (int i = 0; i < WIDE; i++) {
      items.add(item("m" + i, "root"));
    }

    assertTimeoutPreemptively(LIMIT, () -> {
      MessageTree tree = MessageTree.of(new ExportedThread(Head.of(id("root")), items));
      assertThat(tree.branches(id("m7"))).hasSize(WIDE);
      for (int i = 0; i < WIDE; i++) {
        tree.switchToBranch(id("m" + i));
        assertThat(tree.branchIndex(id("m" + i))).isEqualTo(i);
      }
      assertThat(tree.export().items()).isEqualTo(items);
      for (int i = 0; i < WIDE; i += 2) {
        tree.delete(id("m" + i), DeleteMode.KEEP_CHILDREN);
      }
      assertThat(tree.children(id("root"))).hasSize(WIDE / 2);
      assertThat(tree.head()).isEqualTo(id("m" + (WIDE - 1)));
      tree.delete(id("root"), DeleteMode.KEEP_CHILDREN);
      assertThat(tree.children(null)).hasSize(WIDE / 2);
    });
  }

  @Test
  @DisplayName("TREE-16, TREE-22: a cycle of 100 000 messages is found, once")
  void deepCycle() {
    List<MessageItem> items = new ArrayList<>(chain(DEEP));
    items.set(0, items.get(0).withParentId(id("m" + (DEEP - 1))));

    assertThatThrownBy(() -> MessageTree.of(new ExportedThread(Head.ABSENT, items)))
        .isInstanceOfSatisfying(
            ImportException.class,
            refusal -> assertThat(refusal.problems())
                .singleElement()
                .extracting(ImportProblem::problem)
                .isEqualTo("its parents form a cycle"));
  }

  private static List<MessageItem> chain(int size) {
    List<MessageItem> items = new ArrayList<>(size);
    MessageId parent = null;
    for (int i = 0; i < size; i++) {
      items.add(below("m" + i, parent));
      parent = id("m" + i);
    }
    return items;
  }

  private static MessageItem below(String id, @Nullable MessageId parent) {
    return MessageItem.of(user(id), parent);
  }
}
