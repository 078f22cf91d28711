package dev.antiphon.tree;

import static dev.antiphon.testing.TestMessages.assistant;
import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.item;
import static dev.antiphon.testing.TestMessages.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.DuplicateMessageException;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.UnknownMessageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MessageTreeTest {

  /** a ─ b ─ (c ─ (d, e), f ─ g), with head g; and a second root z. */
  private final MessageTree tree = MessageTree.of(new ExportedThread(
      Head.of(id("g")),
      List.of(
          item("a", null),
          item("b", "a"),
          item("c", "b"),
          item("d", "c"),
          item("e", "c"),
          item("f", "b"),
          item("g", "f"),
          item("z", null))));

  @Test
  @DisplayName("TREE-1: a tree has any number of roots, and children keep creation order")
  void manyRoots() {
    tree.add(item("y", null));
    tree.add(item("h", "b"));

    assertThat(tree.children(null)).containsExactly(id("a"), id("z"), id("y"));
    assertThat(tree.children(id("b"))).containsExactly(id("c"), id("f"), id("h"));
    assertThat(tree.parentOf(id("c"))).isEqualTo(id("b"));
    assertThat(tree.parentOf(id("z"))).isNull();
  }

  @Test
  @DisplayName("TREE-1: an update changes what is visible and moves nothing")
  void updateStays() {
    ExportedThread before = tree.export();

    tree.update(user("b", "changed"));
    tree.update(user("c", "changed too"));

    assertThat(shown()).containsExactly("a", "b", "f", "g");
    assertThat(tree.visible().get(1).text()).isEqualTo("changed");
    assertThat(tree.message(id("c")).text()).isEqualTo("changed too");
    assertThat(placesOf(tree.export())).isEqualTo(placesOf(before));
  }

  @Test
  @DisplayName("TREE-2: an unknown parent is refused and nothing changes")
  void unknownParent() {
    ExportedThread before = tree.export();

    assertThatThrownBy(() -> tree.add(item("new", "nobody")))
        .isInstanceOf(UnknownMessageException.class)
        .hasMessageContaining("'nobody'");
    assertThat(tree.export()).isEqualTo(before);
  }

  @Test
  @DisplayName("TREE-2: an id in use is refused, on any branch, and nothing changes")
  void idInUse() {
    ExportedThread before = tree.export();

    assertThatThrownBy(() -> tree.add(item("d", "g")))
        .isInstanceOfSatisfying(
            DuplicateMessageException.class,
            refusal -> assertThat(refusal.messageId()).isEqualTo(id("d")));
    assertThat(tree.export()).isEqualTo(before);
  }

  @Test
  @DisplayName("TREE-2: an update may not change the role, and needs a known id")
  void updateKeepsIdAndRole() {
    assertThatThrownBy(() -> tree.update(assistant("b", "changed")))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("role");
    assertThatThrownBy(() -> tree.update(user("nobody")))
        .isInstanceOf(UnknownMessageException.class);
    assertThat(tree.message(id("b"))).isEqualTo(user("b"));
  }

  @Test
  @DisplayName("TREE-3: a message becomes the head if it is added below the head, and only then")
  void headFollows() {
    tree.add(item("h", "g"));
    assertThat(tree.head()).isEqualTo(id("h"));

    tree.add(item("i", "g"));
    tree.add(item("j", null));
    assertThat(tree.head()).isEqualTo(id("h"));
  }

  @Test
  @DisplayName("TREE-3: a new root becomes the head if there is none")
  void headFollowsFirstRoot() {
    tree.setHead(null);
    tree.add(item("h", "g"));
    assertThat(tree.head()).isNull();

    tree.add(item("j", null));
    assertThat(tree.head()).isEqualTo(id("j"));
  }

  @Test
  @DisplayName("TREE-4: setting the head and switching delete nothing")
  void nothingIsLost() {
    Map<MessageId, @Nullable MessageId> before = placesOf(tree.export());

    for (String name : List.of("a", "d", "z", "b", "e", "g")) {
      tree.setHead(id(name));
      tree.switchToBranch(id(name));
      tree.setHead(null);
    }

    assertThat(placesOf(tree.export())).isEqualTo(before);
  }

  @Test
  @DisplayName(
      "TREE-5: what is added below a head with descendants becomes their sibling, after them")
  void setHeadInTheMiddle() {
    tree.setHead(id("b"));
    assertThat(shown()).containsExactly("a", "b");

    tree.add(item("h", "b"));

    assertThat(tree.branches(id("h"))).containsExactly(id("c"), id("f"), id("h"));
    assertThat(shown()).containsExactly("a", "b", "h");
  }

  @Test
  @DisplayName("TREE-5: no head shows nothing and keeps the tree; an unknown head is refused")
  void noHead() {
    tree.setHead(null);

    assertThat(tree.visible()).isEmpty();
    assertThat(tree.head()).isNull();
    assertThat(tree.pathTo(null)).isEmpty();
    assertThat(tree.size()).isEqualTo(8);
    assertThatThrownBy(() -> tree.setHead(id("nobody")))
        .isInstanceOf(UnknownMessageException.class);
  }

  @Test
  @DisplayName(
      "TREE-6: the branches of a message are an immutable list of all siblings, itself included")
  void branches() {
    List<MessageId> branches = tree.branches(id("f"));
    tree.add(item("h", "b"));

    assertThat(branches).containsExactly(id("c"), id("f"));
    assertThat(tree.branchIndex(id("f"))).isEqualTo(1);
    assertThat(tree.branchCount(id("f"))).isEqualTo(3);
    assertThat(tree.branches(id("z"))).containsExactly(id("a"), id("z"));
    assertThatThrownBy(() -> branches.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> tree.branches(id("nobody")))
        .isInstanceOf(UnknownMessageException.class);
  }

  @Test
  @DisplayName(
      "TREE-7: switching goes to the leaf shown last, and to the first child where none was")
  void switchToRememberedLeaf() {
    tree.switchToBranch(id("c"));
    assertThat(shown()).containsExactly("a", "b", "c", "d");

    tree.switchToBranch(id("e"));
    tree.switchToBranch(id("f"));
    tree.switchToBranch(id("c"));
    assertThat(shown()).containsExactly("a", "b", "c", "e");
    assertThat(tree.rememberedLeaf(id("a"))).isEqualTo(id("e"));
  }

  @Test
  @DisplayName(
      "TREE-8: a change of the head remembers the whole path, so that an ancestor leads back")
  void remembersWholePath() {
    tree.setHead(id("e"));
    tree.switchToBranch(id("z"));

    tree.switchToBranch(id("a"));

    assertThat(shown()).containsExactly("a", "b", "c", "e");
  }

  @Test
  @DisplayName("TREE-9: previous and next go to the neighbour, and are refused at the ends")
  void switchByDirection() {
    tree.switchToBranch(id("f"), BranchDirection.PREVIOUS, null);
    assertThat(tree.head()).isEqualTo(id("d"));
    tree.switchToBranch(id("c"), BranchDirection.NEXT, null);
    assertThat(tree.head()).isEqualTo(id("g"));

    assertThatThrownBy(() -> tree.switchToBranch(id("c"), BranchDirection.PREVIOUS, null))
        .isInstanceOfSatisfying(NoSuchBranchException.class, refusal -> {
          assertThat(refusal.messageId()).isEqualTo(id("c"));
          assertThat(refusal).hasMessageContaining("previous");
        });
    assertThatThrownBy(() -> tree.switchToBranch(id("f"), BranchDirection.NEXT, null))
        .isInstanceOf(NoSuchBranchException.class);
    assertThat(tree.head()).isEqualTo(id("g"));
  }

  @Test
  @DisplayName(
      "TREE-9: a direction and a branch, or neither, are refused; a branch alone is switched to")
  void directionOrBranch() {
    assertThatThrownBy(() -> tree.switchToBranch(id("f"), BranchDirection.PREVIOUS, id("c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("both");
    assertThatThrownBy(() -> tree.switchToBranch(id("f"), null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neither");

    tree.switchToBranch(id("f"), null, id("c"));
    assertThat(tree.head()).isEqualTo(id("d"));
  }

  @Test
  @DisplayName("TREE-10: the children of a deleted message move, in order, to its place")
  void deleteKeepsChildren() {
    Removal removal = tree.delete(id("c"), DeleteMode.KEEP_CHILDREN);

    assertThat(tree.children(id("b"))).containsExactly(id("d"), id("e"), id("f"));
    assertThat(removal.removed()).containsExactly(id("c"));
    assertThat(removal.reparented())
        .containsExactly(new Reparented(id("d"), id("b")), new Reparented(id("e"), id("b")));
    assertThat(tree.item(id("d")).parentId()).isEqualTo(id("b"));
  }

  @Test
  @DisplayName("TREE-10: a deleted root leaves its children as roots; a subtree goes as a whole")
  void deleteRootAndSubtree() {
    tree.delete(id("a"), DeleteMode.KEEP_CHILDREN);
    assertThat(tree.children(null)).containsExactly(id("b"), id("z"));

    Removal removal = tree.delete(id("b"), DeleteMode.SUBTREE);

    assertThat(removal.removed())
        .containsExactly(id("b"), id("c"), id("d"), id("e"), id("f"), id("g"));
    assertThat(removal.reparented()).isEmpty();
    assertThat(tree.size()).isEqualTo(1);
    assertThat(tree.contains(id("g"))).isFalse();
  }

  @Test
  @DisplayName("TREE-10: asking what a delete would do changes nothing; an unknown id is refused")
  void removalIsForetold() {
    ExportedThread before = tree.export();

    assertThat(tree.removalOf(id("c"), DeleteMode.SUBTREE).removed())
        .containsExactly(id("c"), id("d"), id("e"));
    assertThat(tree.export()).isEqualTo(before);
    assertThatThrownBy(() -> tree.delete(id("nobody"), DeleteMode.SUBTREE))
        .isInstanceOf(UnknownMessageException.class);
    assertThat(tree.export()).isEqualTo(before);
  }

  @Test
  @DisplayName("TREE-11: a removed head gives way to the leaf of its previous sibling")
  void headGoesToPreviousSibling() {
    tree.setHead(id("e"));
    tree.setHead(id("f"));

    tree.delete(id("f"), DeleteMode.SUBTREE);

    assertThat(shown()).containsExactly("a", "b", "c", "e");
  }

  @Test
  @DisplayName(
      "TREE-11: without a previous sibling it is the next one's, then the parent, then none")
  void headGoesToNextThenParentThenNone() {
    tree.setHead(id("d"));
    tree.delete(id("d"), DeleteMode.KEEP_CHILDREN);
    assertThat(tree.head()).isEqualTo(id("e"));

    tree.delete(id("e"), DeleteMode.KEEP_CHILDREN);
    assertThat(tree.head()).isEqualTo(id("c"));

    tree.delete(id("z"), DeleteMode.SUBTREE);
    tree.delete(id("a"), DeleteMode.SUBTREE);
    assertThat(tree.head()).isNull();
    assertThat(tree.size()).isZero();
  }

  @Test
  @DisplayName("TREE-11: a head with children that is deleted alone gives way to its parent")
  void headWithChildren() {
    tree.setHead(id("c"));

    tree.delete(id("c"), DeleteMode.KEEP_CHILDREN);

    assertThat(tree.head()).isEqualTo(id("b"));
  }

  @Test
  @DisplayName("TREE-11: any other delete keeps the head, also of what stands above it")
  void otherDeletesKeepHead() {
    tree.delete(id("c"), DeleteMode.SUBTREE);
    tree.delete(id("b"), DeleteMode.KEEP_CHILDREN);

    assertThat(shown()).containsExactly("a", "f", "g");
  }

  @Test
  @DisplayName("TREE-12: a removed remembered child is followed by its own, moved up")
  void remembersMovedUpChild() {
    tree.setHead(id("e"));
    tree.switchToBranch(id("z"));

    tree.delete(id("c"), DeleteMode.KEEP_CHILDREN);

    assertThat(tree.rememberedLeaf(id("a"))).isEqualTo(id("e"));
  }

  @Test
  @DisplayName(
      "TREE-12: a removed remembered child without children is followed by the sibling of TREE-11")
  void remembersSibling() {
    tree.switchToBranch(id("z"));

    tree.delete(id("f"), DeleteMode.SUBTREE);

    assertThat(tree.rememberedLeaf(id("a"))).isEqualTo(id("d"));
    tree.delete(id("c"), DeleteMode.SUBTREE);
    assertThat(tree.rememberedLeaf(id("a"))).isEqualTo(id("b"));
  }

  @Test
  @DisplayName(
      "TREE-14: a tree built of parents and creation order forgets the place a delete had given")
  void reloadInCreationOrder() {
    tree.add(item("x", "g"));
    tree.delete(id("f"), DeleteMode.KEEP_CHILDREN);
    tree.delete(id("b"), DeleteMode.KEEP_CHILDREN);
    tree.delete(id("a"), DeleteMode.KEEP_CHILDREN);
    assertThat(tree.children(null)).containsExactly(id("c"), id("g"), id("z"));
    tree.delete(id("c"), DeleteMode.KEEP_CHILDREN);
    tree.delete(id("g"), DeleteMode.KEEP_CHILDREN);
    assertThat(tree.children(null)).containsExactly(id("d"), id("e"), id("x"), id("z"));

    MessageTree reloaded = MessageTree.of(new ExportedThread(
        Head.ABSENT,
        List.of("d", "e", "z", "x").stream().map(name -> tree.item(id(name))).toList()));

    assertThat(reloaded.children(null)).containsExactly(id("d"), id("e"), id("z"), id("x"));
  }

  @Test
  @DisplayName("TREE-21: a message moves with all below it to its place in creation order")
  void reparent() {
    tree.reparent(id("c"), id("f"));
    assertThat(tree.children(id("f"))).containsExactly(id("c"), id("g"));
    assertThat(tree.pathTo(id("d")).stream().map(Message::id))
        .containsExactly(id("a"), id("b"), id("f"), id("c"), id("d"));
    assertThat(shown()).containsExactly("a", "b", "f", "g");

    tree.reparent(id("f"), null);
    assertThat(tree.children(null)).containsExactly(id("a"), id("f"), id("z"));
    assertThat(shown()).containsExactly("f", "g");

    tree.reparent(id("f"), null);
    assertThat(shown()).containsExactly("f", "g");
  }

  @Test
  @DisplayName("TREE-21: under itself or a descendant it is refused, and nothing has changed")
  void reparentBelowItself() {
    ExportedThread before = tree.export();

    assertThatThrownBy(() -> tree.reparent(id("b"), id("b")))
        .isInstanceOf(MessageCycleException.class);
    assertThatThrownBy(() -> tree.reparent(id("b"), id("d")))
        .isInstanceOfSatisfying(MessageCycleException.class, refusal -> {
          assertThat(refusal.messageId()).isEqualTo(id("b"));
          assertThat(refusal.newParent()).isEqualTo(id("d"));
        });
    assertThatThrownBy(() -> tree.reparent(id("b"), id("nobody")))
        .isInstanceOf(UnknownMessageException.class);
    assertThat(tree.export()).isEqualTo(before);
  }

  @Test
  @DisplayName("reading knows what is not there")
  void reading() {
    assertThat(tree.contains(id("nobody"))).isFalse();
    assertThat(tree.indexOf(id("f"))).isEqualTo(2);
    assertThat(tree.indexOf(id("c"))).isEqualTo(-1);
    assertThat(tree.isAncestorOrSelf(id("c"), id("e"))).isTrue();
    assertThat(tree.isAncestorOrSelf(id("c"), id("c"))).isTrue();
    assertThat(tree.isAncestorOrSelf(id("e"), id("c"))).isFalse();
    assertThatThrownBy(() -> tree.message(id("nobody")))
        .isInstanceOf(UnknownMessageException.class);
  }

  @Test
  @DisplayName("a list of visible messages never changes once it was handed out")
  void snapshots() {
    List<Message> before = tree.visible();
    List<Message> copy = new ArrayList<>(before);

    tree.update(user("b", "changed"));
    tree.delete(id("g"), DeleteMode.SUBTREE);
    tree.add(item("h", "a"));

    assertThat(before).isEqualTo(copy);
    assertThatThrownBy(before::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  private List<String> shown() {
    return tree.visible().stream().map(message -> message.id().value()).toList();
  }

  private static Map<MessageId, @Nullable MessageId> placesOf(ExportedThread thread) {
    Map<MessageId, @Nullable MessageId> places = new HashMap<>();
    thread.items().forEach(each -> places.put(each.message().id(), each.parentId()));
    return places;
  }
}
