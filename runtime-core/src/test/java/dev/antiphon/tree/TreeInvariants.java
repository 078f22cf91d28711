package dev.antiphon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds of every tree at every moment, read through its public methods. */
final class TreeInvariants {

  private TreeInvariants() {}

  static void check(MessageTree tree) {
    ExportedThread exported = tree.export();
    List<MessageId> ids =
        exported.items().stream().map(item -> item.message().id()).toList();
    that(new HashSet<>(ids).size() == ids.size(), "ids are unique", tree);
    that(ids.size() == tree.size(), "the export lists every message once", tree);
    parentsFormForest(tree, exported);
    childrenAreInverseOfParents(tree, ids);
    headEndsVisiblePath(tree);
    shownChildrenLeadThroughHead(tree, ids);
    that(
        MessageTree.of(exported).export().equals(exported),
        "the import of an export exports the same",
        tree);
  }

  /** Parents come first in an export, so there is no cycle either. */
  private static void parentsFormForest(MessageTree tree, ExportedThread exported) {
    Set<MessageId> seen = new HashSet<>();
    for (MessageItem item : exported.items()) {
      that(
          item.parentId() == null || seen.contains(item.parentId()),
          "parents stand before children and form a forest",
          tree);
      seen.add(item.message().id());
    }
  }

  private static void childrenAreInverseOfParents(MessageTree tree, List<MessageId> ids) {
    int children = tree.children(null).size();
    for (MessageId id : ids) {
      List<MessageId> siblings = tree.children(tree.parentOf(id));
      children += tree.children(id).size();
      that(siblings.equals(tree.branches(id)), "branches are the children of the parent", tree);
      that(
          siblings.indexOf(id) >= 0 && siblings.indexOf(id) == tree.branchIndex(id),
          "the branch number agrees with the children",
          tree);
      that(siblings.size() == tree.branchCount(id), "the branch count agrees with them", tree);
      that(tree.isLeaf(id) == tree.children(id).isEmpty(), "a leaf has no children", tree);
    }
    that(children == ids.size(), "every message is the child of one parent", tree);
  }

  private static void headEndsVisiblePath(MessageTree tree) {
    List<Message> visible = tree.visible();
    MessageId parent = null;
    for (int index = 0; index < visible.size(); index++) {
      MessageId id = visible.get(index).id();
      that(tree.contains(id), "what is visible is in the tree", tree);
      that(
          parent == null ? tree.parentOf(id) == null : parent.equals(tree.parentOf(id)),
          "the visible messages follow the parents from a root",
          tree);
      that(tree.indexOf(id) == index, "a visible message knows its index", tree);
      that(tree.message(id).equals(visible.get(index)), "what is visible is up to date", tree);
      parent = id;
    }
    that(
        parent == null ? tree.head() == null : parent.equals(tree.head()),
        "the head is the last visible message",
        tree);
  }

  private static void shownChildrenLeadThroughHead(MessageTree tree, List<MessageId> ids) {
    for (MessageId id : ids) {
      MessageId leaf = tree.rememberedLeaf(id);
      that(tree.isLeaf(leaf), "the remembered leaf is a leaf", tree);
      that(tree.isAncestorOrSelf(id, leaf), "the remembered leaf stands below its message", tree);
    }
    MessageId head = tree.head();
    for (Message shown : tree.visible()) {
      that(
          head != null && tree.isAncestorOrSelf(head, tree.rememberedLeaf(shown.id())),
          "the children shown last lead through the head",
          tree);
    }
  }

  private static void that(boolean holds, String invariant, MessageTree tree) {
    if (!holds) {
      List<String> items = new ArrayList<>();
      for (MessageItem item : tree.export().items()) {
        items.add(item.message().id() + "<" + item.parentId());
      }
      assertThat(holds)
          .as("%s, in %s with head %s", invariant, items, tree.head())
          .isTrue();
    }
  }
}
