package dev.antiphon.tree;

import dev.antiphon.message.MessageId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message's place in the tree. The node without an item is the root of all roots. */
final class Node {

  static final int NOT_ON_PATH = -1;

  private static final List<Node> NO_CHILDREN = List.of();

  @Nullable
  MessageItem item;

  @Nullable
  Node parent;

  /** Counts the nodes in creation order. */
  final long sequence;

  /** Where it stands among its siblings. */
  int siblingIndex;

  /** Where it stands on the selected branch, or {@link #NOT_ON_PATH}. */
  int pathIndex = NOT_ON_PATH;

  /** The child that was shown last, or null if none was. */
  @Nullable
  Node remembered;

  private List<Node> children = NO_CHILDREN;

  Node(@Nullable MessageItem item, @Nullable Node parent, long sequence) {
    this.item = item;
    this.parent = parent;
    this.sequence = sequence;
  }

  MessageItem requireItem() {
    if (item == null) {
      throw new AssertionError("The root of all roots has no message.");
    }
    return item;
  }

  Node requireParent() {
    if (parent == null) {
      throw new AssertionError("The root of all roots has no parent.");
    }
    return parent;
  }

  MessageId id() {
    return requireItem().message().id();
  }

  /** Returns the parent's id, or null for a root. */
  @Nullable
  MessageId parentId() {
    Node above = requireParent();
    return above.item == null ? null : above.id();
  }

  List<Node> children() {
    return children;
  }

  /** Returns the child that is shown when this node is entered from above. */
  @Nullable
  Node shownChild() {
    if (remembered != null) {
      return remembered;
    }
    return children.isEmpty() ? null : children.get(0);
  }

  void addChild(Node child) {
    if (children.isEmpty()) {
      children = new ArrayList<>(2);
    }
    child.siblingIndex = children.size();
    child.parent = this;
    children.add(child);
  }

  /** Puts a child where its creation order has it. */
  void insertInOrder(Node child) {
    int index = children.size();
    while (index > 0 && children.get(index - 1).sequence > child.sequence) {
      index--;
    }
    replace(index, index, List.of(child));
  }

  /** Removes a child and puts others in its place. */
  void replaceChild(Node child, List<Node> replacements) {
    replace(child.siblingIndex, child.siblingIndex + 1, replacements);
  }

  private void replace(int from, int to, List<Node> replacements) {
    List<Node> changed = new ArrayList<>(children.size() - (to - from) + replacements.size());
    changed.addAll(children.subList(0, from));
    changed.addAll(replacements);
    changed.addAll(children.subList(to, children.size()));
    children = changed;
    for (int i = from; i < children.size(); i++) {
      Node child = children.get(i);
      child.siblingIndex = i;
      child.parent = this;
    }
  }
}
