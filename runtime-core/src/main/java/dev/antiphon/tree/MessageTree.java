package dev.antiphon.tree;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.ChunkedList;
import dev.antiphon.message.DuplicateMessageException;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.UnknownMessageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The branching messages of one thread, with the head: the last visible message. Only the parent of
 * a message is given; children keep the order in which they came.
 *
 * <p><b>Promise.</b> A refused call changes nothing. Nothing but {@link #delete} removes a message.
 *
 * <p><b>Threads.</b> Confined to one writer at a time. The lists it returns are immutable and safe
 * to share.
 *
 * <p>No method recurses, so a chain of 100 000 messages is no special case; adding below the head
 * and updating a message cost the same at any size (rule TREE-22).
 */
public final class MessageTree {

  /*
   * Invariants
   * ----------
   * - `path` are the nodes from a root to the head; node.pathIndex is the node's index in it, and
   *   NOT_ON_PATH for all others.
   * - `visible` are the messages of `path`, `places` where they stand among their siblings.
   * - `firstChanged` is the index of the first message or place on the path that is another one than
   *   when takeBranchChange() was called last; UNCHANGED if there is none.
   * - Each node on the path is the remembered child of its parent, so a change of the head has to
   *   walk up only to the first node that is on the path already (rule TREE-8).
   */
  private static final int UNCHANGED = Integer.MAX_VALUE;

  private final Map<MessageId, Node> nodes = new HashMap<>();
  private final Node top = new Node(null, null, 0);
  private final List<Node> path = new ArrayList<>();
  private ChunkedList<Message> visible = ChunkedList.empty();
  private ChunkedList<Place> places = ChunkedList.empty();
  private int firstChanged = UNCHANGED;
  private long lastSequence;

  /** Makes an empty tree. */
  public MessageTree() {}

  /**
   * Makes a tree of an exported thread (rules TREE-15 to TREE-17). Parents may come after children;
   * siblings keep the order of the list.
   *
   * @param thread what to build
   * @throws ImportException if an id is double, a parent is missing, parents form a cycle, or the
   *     head is unknown; lists every problem
   */
  public static MessageTree of(ExportedThread thread) {
    List<ImportProblem> problems = ImportCheck.problemsOf(thread);
    if (!problems.isEmpty()) {
      throw new ImportException(problems);
    }
    MessageTree tree = new MessageTree();
    for (MessageItem item : thread.items()) {
      tree.nodes.put(item.message().id(), new Node(item, null, ++tree.lastSequence));
    }
    for (MessageItem item : thread.items()) {
      tree.nodeOrTop(item.parentId()).addChild(tree.node(item.message().id()));
    }
    Head head = thread.head();
    if (head.isGiven()) {
      tree.setHead(head.messageId());
    } else if (!thread.items().isEmpty()) {
      tree.setHead(thread.items().get(thread.items().size() - 1).message().id());
    }
    return tree;
  }

  // ---- reading

  /** Returns how many messages there are, on all branches. */
  public int size() {
    return nodes.size();
  }

  /**
   * Returns whether a message is in the tree.
   *
   * @param id its id
   */
  public boolean contains(MessageId id) {
    return nodes.containsKey(id);
  }

  /**
   * Returns a message and its place.
   *
   * @param id its id
   * @throws UnknownMessageException if it is not in the tree
   */
  public MessageItem item(MessageId id) {
    return node(id).requireItem().withParentId(node(id).parentId());
  }

  /**
   * Returns a message.
   *
   * @param id its id
   * @throws UnknownMessageException if it is not in the tree
   */
  public Message message(MessageId id) {
    return node(id).requireItem().message();
  }

  /**
   * Returns the parent of a message, or {@code null} for a root.
   *
   * @param id the message
   * @throws UnknownMessageException if it is not in the tree
   */
  public @Nullable MessageId parentOf(MessageId id) {
    return node(id).parentId();
  }

  /**
   * Returns a number that orders messages by their creation: after a load or import, by the order
   * of the list.
   *
   * @param id the message
   * @throws UnknownMessageException if it is not in the tree
   */
  public long creationNumber(MessageId id) {
    return node(id).sequence;
  }

  /** Returns the last visible message, or {@code null} if nothing is selected. */
  public @Nullable MessageId head() {
    return path.isEmpty() ? null : path.get(path.size() - 1).id();
  }

  /** Returns the messages from the root to the head. */
  public List<Message> visible() {
    return visible;
  }

  /** Returns where each message of {@link #visible()} stands, in the same order. */
  public List<Place> places() {
    return places;
  }

  /**
   * Returns how the selected branch differs from what it was when this was called last, or
   * {@code null} if it has the same messages at the same places. What a message says does not
   * count.
   */
  public @Nullable BranchChange takeBranchChange() {
    if (firstChanged == UNCHANGED) {
      return null;
    }
    int kept = Math.min(firstChanged, path.size());
    firstChanged = UNCHANGED;
    return kept == 0
        ? new BranchChange(0, visible, places)
        : new BranchChange(
            kept,
            List.copyOf(visible.subList(kept, path.size())),
            List.copyOf(places.subList(kept, path.size())));
  }

  /**
   * Returns where a message stands on the selected branch, or -1 if it does not.
   *
   * @param id the message
   * @throws UnknownMessageException if it is not in the tree
   */
  public int indexOf(MessageId id) {
    return node(id).pathIndex;
  }

  /**
   * Returns the messages from the root to a message, on whatever branch.
   *
   * @param id the last one, or {@code null} for none
   * @throws UnknownMessageException if it is not in the tree
   */
  public List<Message> pathTo(@Nullable MessageId id) {
    Node last = nodeOrTop(id);
    if (last.item == null) {
      return List.of();
    }
    if (last.pathIndex != Node.NOT_ON_PATH) {
      return visible.first(last.pathIndex + 1);
    }
    List<Message> upwards = new ArrayList<>();
    Node node = last;
    while (node.item != null && node.pathIndex == Node.NOT_ON_PATH) {
      upwards.add(node.item.message());
      node = node.requireParent();
    }
    Collections.reverse(upwards);
    ChunkedList<Message> shared =
        node.item == null ? ChunkedList.empty() : visible.first(node.pathIndex + 1);
    return shared.withAll(upwards);
  }

  /**
   * Returns all siblings of a message, itself included, in order (rule TREE-6).
   *
   * @param id the message
   * @throws UnknownMessageException if it is not in the tree
   */
  public List<MessageId> branches(MessageId id) {
    return node(id).requireParent().children().stream().map(Node::id).toList();
  }

  /**
   * Returns the children of a message, in order.
   *
   * @param id the message, or {@code null} for the roots
   * @throws UnknownMessageException if it is not in the tree
   */
  public List<MessageId> children(@Nullable MessageId id) {
    return nodeOrTop(id).children().stream().map(Node::id).toList();
  }

  /**
   * Returns where a message stands among its siblings, from 0.
   *
   * @param id the message
   * @throws UnknownMessageException if it is not in the tree
   */
  public int branchIndex(MessageId id) {
    return node(id).siblingIndex;
  }

  /**
   * Returns how many siblings a message has, itself included.
   *
   * @param id the message
   * @throws UnknownMessageException if it is not in the tree
   */
  public int branchCount(MessageId id) {
    return node(id).requireParent().children().size();
  }

  /**
   * Returns whether a message has no children.
   *
   * @param id the message
   * @throws UnknownMessageException if it is not in the tree
   */
  public boolean isLeaf(MessageId id) {
    return node(id).children().isEmpty();
  }

  /**
   * Returns whether a message stands above another one, or is it.
   *
   * @param ancestor the upper one
   * @param id the lower one
   * @throws UnknownMessageException if one is not in the tree
   */
  public boolean isAncestorOrSelf(MessageId ancestor, MessageId id) {
    return isAncestorOrSelf(node(ancestor), node(id));
  }

  /**
   * Returns the leaf that a message leads to over the children shown last (rule TREE-7).
   *
   * @param id the message
   * @throws UnknownMessageException if it is not in the tree
   */
  public MessageId rememberedLeaf(MessageId id) {
    return leafBelow(node(id)).id();
  }

  /**
   * Returns the whole tree as a value: parents before children, siblings in order (rule TREE-19).
   */
  public ExportedThread export() {
    List<MessageItem> items = new ArrayList<>(nodes.size());
    Deque<Node> open = new ArrayDeque<>();
    pushChildren(open, top);
    while (!open.isEmpty()) {
      Node node = open.pop();
      items.add(node.requireItem().withParentId(node.parentId()));
      pushChildren(open, node);
    }
    return new ExportedThread(Head.of(head()), items);
  }

  // ---- changing

  /**
   * Adds a message as the last child of its parent. It becomes the head if the head was exactly its
   * parent, or both were none (rule TREE-3).
   *
   * @param item the message and its place
   * @throws UnknownMessageException if the parent is not in the tree
   * @throws DuplicateMessageException if the id is in use
   */
  public void add(MessageItem item) {
    Node parent = nodeOrTop(item.parentId());
    MessageId id = item.message().id();
    if (nodes.containsKey(id)) {
      throw new DuplicateMessageException(id);
    }
    Node node = new Node(item, parent, ++lastSequence);
    parent.addChild(node);
    nodes.put(id, node);
    boolean belowHead = path.isEmpty() ? parent == top : parent.pathIndex == path.size() - 1;
    if (belowHead) {
      pushOnPath(node);
      visible = visible.with(item.message());
      places = places.with(placeOf(node));
    } else {
      refreshPlaceBelow(parent);
    }
  }

  /**
   * Replaces a message. It stays where it is (rule TREE-1).
   *
   * @param message what stands there then
   * @throws UnknownMessageException if no message has this id
   * @throws InvalidMessageException if the role differs (rule TREE-2)
   */
  public void update(Message message) {
    Node node = node(message.id());
    MessageItem item = node.requireItem();
    if (item.message().role() != message.role()) {
      throw new InvalidMessageException(
          "role",
          "is " + message.role() + ", but an update keeps " + item.message().role());
    }
    node.item = item.withMessage(message);
    if (node.pathIndex != Node.NOT_ON_PATH) {
      visible = visible.withReplaced(node.pathIndex, message);
    }
  }

  /**
   * Makes a message the last visible one. Its descendants stay (rule TREE-5).
   *
   * @param id the message, or {@code null} to show nothing
   * @throws UnknownMessageException if it is not in the tree
   */
  public void setHead(@Nullable MessageId id) {
    show(nodeOrTop(id));
  }

  /**
   * Moves the head to the remembered leaf of a message (rule TREE-7).
   *
   * @param id the message
   * @throws UnknownMessageException if it is not in the tree
   */
  public void switchToBranch(MessageId id) {
    show(leafBelow(node(id)));
  }

  /**
   * Switches from a message to another branch: either in a direction or to a branch that is named
   * (rule TREE-9).
   *
   * @param id the message
   * @param direction which way, or {@code null} if a branch is named
   * @param branchId the branch, or {@code null} if a direction is given
   * @throws IllegalArgumentException if both are given, or neither is
   * @throws NoSuchBranchException if there is no branch in the direction
   * @throws UnknownMessageException if a message is not in the tree
   */
  public void switchToBranch(
      MessageId id, @Nullable BranchDirection direction, @Nullable MessageId branchId) {
    Node node = node(id);
    if (direction == null && branchId != null) {
      switchToBranch(branchId);
      return;
    }
    if (direction == null || branchId != null) {
      throw new IllegalArgumentException(
          "Switching takes a direction or a branch, but got %s. Give one of them."
              .formatted(direction == null ? "neither" : "both"));
    }
    int index = node.siblingIndex + (direction == BranchDirection.NEXT ? 1 : -1);
    List<Node> siblings = node.requireParent().children();
    if (index < 0 || index >= siblings.size()) {
      throw new NoSuchBranchException(id, direction.name().toLowerCase(Locale.ROOT));
    }
    show(leafBelow(siblings.get(index)));
  }

  /**
   * Says what {@link #delete} would do, and changes nothing.
   *
   * @param id the message
   * @param mode what happens to its children
   * @throws UnknownMessageException if it is not in the tree
   */
  public Removal removalOf(MessageId id, DeleteMode mode) {
    Node node = node(id);
    if (mode == DeleteMode.KEEP_CHILDREN) {
      List<Reparented> moved = node.children().stream()
          .map(child -> new Reparented(child.id(), node.parentId()))
          .toList();
      return new Removal(Set.of(id), moved);
    }
    Set<MessageId> removed = new LinkedHashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    open.push(node);
    while (!open.isEmpty()) {
      Node next = open.pop();
      removed.add(next.id());
      pushChildren(open, next);
    }
    return new Removal(removed, List.of());
  }

  /**
   * Removes a message (rules TREE-10 to TREE-12).
   *
   * @param id the message
   * @param mode what happens to its children
   * @return what was done
   * @throws UnknownMessageException if it is not in the tree
   */
  public Removal delete(MessageId id, DeleteMode mode) {
    Removal removal = removalOf(id, mode);
    Node node = node(id);
    Node parent = node.requireParent();
    List<Node> movedUp = mode == DeleteMode.SUBTREE ? List.of() : node.children();
    boolean headGoes = !path.isEmpty() && removal.removed().contains(requireNonNull(head()));
    Node headAfter = headGoes ? headAfterRemovalOf(node, movedUp) : nodeOrTop(head());
    Node heir = movedUp.isEmpty() ? neighbourOf(node) : node.shownChild();

    hideFrom(node);
    parent.replaceChild(node, movedUp);
    nodes.keySet().removeAll(removal.removed());
    if (parent.remembered == node) {
      parent.remembered = heir;
    }
    show(headAfter);
    refreshPlaceBelow(parent);
    return removal;
  }

  /**
   * Moves a message with all below it under another parent (rule TREE-21).
   *
   * @param id the message
   * @param newParent the parent, or {@code null} to make it a root
   * @throws UnknownMessageException if one is not in the tree
   * @throws MessageCycleException if the new parent is the message or stands below it
   */
  public void reparent(MessageId id, @Nullable MessageId newParent) {
    Node node = node(id);
    Node target = nodeOrTop(newParent);
    if (newParent != null && isAncestorOrSelf(node, target)) {
      throw new MessageCycleException(id, newParent);
    }
    Node former = node.requireParent();
    if (former == target) {
      return;
    }
    Node head = nodeOrTop(head());
    Node heir = neighbourOf(node);
    hideFrom(node);
    former.replaceChild(node, List.of());
    if (former.remembered == node) {
      former.remembered = heir;
    }
    target.insertInOrder(node);
    show(head);
    refreshPlaceBelow(former);
    refreshPlaceBelow(target);
  }

  // ---- inside

  private Node node(MessageId id) {
    Node node = nodes.get(requireNonNull(id, "id"));
    if (node == null) {
      throw new UnknownMessageException(id.value());
    }
    return node;
  }

  private Node nodeOrTop(@Nullable MessageId id) {
    return id == null ? top : node(id);
  }

  private static boolean isAncestorOrSelf(Node ancestor, Node node) {
    Node at = node;
    while (at != null) {
      if (at == ancestor) {
        return true;
      }
      at = at.parent;
    }
    return false;
  }

  private static Node leafBelow(Node node) {
    Node leaf = node;
    Node child = leaf.shownChild();
    while (child != null) {
      leaf = child;
      child = leaf.shownChild();
    }
    return leaf;
  }

  private static void pushChildren(Deque<Node> open, Node node) {
    List<Node> children = node.children();
    for (int i = children.size() - 1; i >= 0; i--) {
      open.push(children.get(i));
    }
  }

  /**
   * Returns the sibling that stands in for a removed node: the previous, else the next, else none.
   */
  private static @Nullable Node neighbourOf(Node node) {
    List<Node> siblings = node.requireParent().children();
    if (node.siblingIndex > 0) {
      return siblings.get(node.siblingIndex - 1);
    }
    return siblings.size() > 1 ? siblings.get(1) : null;
  }

  private static Node headAfterRemovalOf(Node node, List<Node> movedUp) {
    Node neighbour = neighbourOf(node);
    return !movedUp.isEmpty() || neighbour == null ? node.requireParent() : leafBelow(neighbour);
  }

  private void pushOnPath(Node node) {
    node.pathIndex = path.size();
    firstChanged = Math.min(firstChanged, node.pathIndex);
    path.add(node);
    node.requireParent().remembered = node;
  }

  /** Cuts the path before a node, if it is on it. */
  private void hideFrom(Node node) {
    if (node.pathIndex == Node.NOT_ON_PATH) {
      return;
    }
    int length = node.pathIndex;
    firstChanged = Math.min(firstChanged, length);
    for (int i = path.size() - 1; i >= length; i--) {
      path.remove(i).pathIndex = Node.NOT_ON_PATH;
    }
    visible = visible.first(length);
    places = places.first(length);
  }

  private static Place placeOf(Node node) {
    Node parent = node.requireParent();
    return new Place(node.parentId(), node.siblingIndex + 1, parent.children().size());
  }

  /** Renews the place of the one child that is visible, after its siblings changed. */
  private void refreshPlaceBelow(Node parent) {
    boolean isShown = parent == top || parent.pathIndex != Node.NOT_ON_PATH;
    int index = parent.pathIndex + 1;
    if (isShown && index < path.size()) {
      Place place = placeOf(path.get(index));
      if (!place.equals(places.get(index))) {
        places = places.withReplaced(index, place);
        firstChanged = Math.min(firstChanged, index);
      }
    }
  }

  /** Makes a node the end of the path and remembers the way to it. */
  private void show(Node last) {
    List<Node> upwards = new ArrayList<>();
    Node node = last;
    while (node.item != null && node.pathIndex == Node.NOT_ON_PATH) {
      upwards.add(node);
      node = node.requireParent();
    }
    int kept = node.item == null ? 0 : node.pathIndex + 1;
    if (kept < path.size()) {
      hideFrom(path.get(kept));
    }
    List<Message> shown = new ArrayList<>(upwards.size());
    List<Place> shownPlaces = new ArrayList<>(upwards.size());
    for (int i = upwards.size() - 1; i >= 0; i--) {
      Node next = upwards.get(i);
      pushOnPath(next);
      shown.add(next.requireItem().message());
      shownPlaces.add(placeOf(next));
    }
    visible = visible.withAll(shown);
    places = places.withAll(shownPlaces);
  }
}
