package dev.antiphon.tree;

import dev.antiphon.message.DuplicateMessageException;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.UnknownMessageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tree as the rules TREE-1 to TREE-21 say it, and no cleverer: one list, everything else is
 * looked up in it anew. A command returns the exception it is refused with, or null.
 */
public final class TreeModel {

  /** Makes an empty model. */
  public TreeModel() {}

  /** Stands for "no message" as a key. */
  private static final MessageId ROOT = new MessageId("-root-");

  private static final class Entry {
    final MessageId id;
    final int created;

    @Nullable
    MessageId parent;

    Message message;

    Entry(Message message, @Nullable MessageId parent, int created) {
      this.id = message.id();
      this.message = message;
      this.parent = parent;
      this.created = created;
    }
  }

  /** Siblings stand in it in their order; whoever is not a sibling does not matter. */
  private final List<Entry> entries = new ArrayList<>();

  private final Map<MessageId, MessageId> remembered = new HashMap<>();
  private int created;
  private @Nullable MessageId head;

  // ---- reading

  /** Returns all messages. */
  public List<MessageId> ids() {
    return entries.stream().map(entry -> entry.id).toList();
  }

  /** Returns the last visible message, or {@code null}. */
  public @Nullable MessageId head() {
    return head;
  }

  /**
   * Returns whether there is a message.
   *
   * @param id the message
   */
  public boolean contains(@Nullable MessageId id) {
    return entries.stream().anyMatch(entry -> entry.id.equals(id));
  }

  /**
   * Returns the parent of a message.
   *
   * @param id the message
   */
  public @Nullable MessageId parent(MessageId id) {
    return entry(id).parent;
  }

  /**
   * Returns a message.
   *
   * @param id the message
   */
  public Message message(MessageId id) {
    return entry(id).message;
  }

  /**
   * Returns the children of a message.
   *
   * @param id the message, or {@code null} for the roots
   */
  public List<MessageId> children(@Nullable MessageId id) {
    List<MessageId> children = new ArrayList<>();
    for (Entry entry : entries) {
      if (Objects.equals(entry.parent, id)) {
        children.add(entry.id);
      }
    }
    return children;
  }

  /**
   * Returns the way from a root to a message.
   *
   * @param id the message
   */
  public List<MessageId> path(@Nullable MessageId id) {
    List<MessageId> path = new ArrayList<>();
    for (MessageId at = id; at != null; at = parent(at)) {
      path.add(0, at);
    }
    return path;
  }

  MessageId leaf(MessageId id) {
    List<MessageId> children = children(id);
    return children.isEmpty() ? id : leaf(remembered.getOrDefault(id, children.get(0)));
  }

  /** Returns the whole tree. */
  public ExportedThread export() {
    List<MessageItem> items = new ArrayList<>();
    children(null).forEach(root -> export(root, items));
    return new ExportedThread(Head.of(head), items);
  }

  private void export(MessageId id, List<MessageItem> items) {
    items.add(MessageItem.of(message(id), parent(id)));
    children(id).forEach(child -> export(child, items));
  }

  // ---- changing

  /**
   * Adds a message.
   *
   * @param item the message and its place
   */
  public @Nullable Class<?> add(MessageItem item) {
    if (item.parentId() != null && !contains(item.parentId())) {
      return UnknownMessageException.class;
    }
    if (contains(item.message().id())) {
      return DuplicateMessageException.class;
    }
    entries.add(new Entry(item.message(), item.parentId(), created++));
    if (Objects.equals(head, item.parentId())) {
      moveHead(item.message().id());
    }
    return null;
  }

  @Nullable
  Class<?> update(Message message) {
    if (!contains(message.id())) {
      return UnknownMessageException.class;
    }
    if (message(message.id()).role() != message.role()) {
      return InvalidMessageException.class;
    }
    entry(message.id()).message = message;
    return null;
  }

  /**
   * Moves the head.
   *
   * @param id the message, or {@code null}
   */
  public @Nullable Class<?> setHead(@Nullable MessageId id) {
    if (id != null && !contains(id)) {
      return UnknownMessageException.class;
    }
    moveHead(id);
    return null;
  }

  /**
   * Shows the branch of a message.
   *
   * @param id the message
   */
  public @Nullable Class<?> switchTo(MessageId id) {
    if (!contains(id)) {
      return UnknownMessageException.class;
    }
    moveHead(leaf(id));
    return null;
  }

  @Nullable
  Class<?> switchBy(MessageId id, int step) {
    if (!contains(id)) {
      return UnknownMessageException.class;
    }
    List<MessageId> siblings = children(parent(id));
    int index = siblings.indexOf(id) + step;
    if (index < 0 || index >= siblings.size()) {
      return NoSuchBranchException.class;
    }
    moveHead(leaf(siblings.get(index)));
    return null;
  }

  /**
   * Removes a message.
   *
   * @param id the message
   * @param mode what happens to its children
   */
  public @Nullable Class<?> delete(MessageId id, DeleteMode mode) {
    if (!contains(id)) {
      return UnknownMessageException.class;
    }
    MessageId parent = parent(id);
    MessageId sibling = siblingThatStandsIn(id);
    List<MessageId> movedUp = mode == DeleteMode.SUBTREE ? List.of() : children(id);
    List<MessageId> removed = removedBy(id, mode);
    MessageId headAfter = head;
    if (head != null && removed.contains(head)) {
      headAfter = !movedUp.isEmpty() || sibling == null ? parent : leaf(sibling);
    }
    if (id.equals(remembered.get(keyOf(parent)))) {
      remember(parent, movedUp.isEmpty() ? sibling : remembered.getOrDefault(id, movedUp.get(0)));
    }
    List<Entry> moving = movedUp.stream().map(this::entry).toList();
    entries.removeAll(moving);
    entries.addAll(entries.indexOf(entry(id)), moving);
    moving.forEach(entry -> entry.parent = parent);
    entries.removeIf(entry -> removed.contains(entry.id));
    remembered.keySet().removeAll(removed);
    moveHead(headAfter);
    return null;
  }

  /**
   * Returns what a delete removes.
   *
   * @param id the message
   * @param mode what happens to its children
   */
  public List<MessageId> removedBy(MessageId id, DeleteMode mode) {
    return mode == DeleteMode.SUBTREE
        ? ids().stream().filter(each -> path(each).contains(id)).toList()
        : List.of(id);
  }

  @Nullable
  Class<?> reparent(MessageId id, @Nullable MessageId newParent) {
    if (!contains(id) || (newParent != null && !contains(newParent))) {
      return UnknownMessageException.class;
    }
    if (path(newParent).contains(id)) {
      return MessageCycleException.class;
    }
    MessageId former = parent(id);
    if (Objects.equals(former, newParent)) {
      return null;
    }
    if (id.equals(remembered.get(keyOf(former)))) {
      remember(former, siblingThatStandsIn(id));
    }
    Entry moving = entry(id);
    entries.remove(moving);
    int place = 0;
    for (MessageId sibling : children(newParent)) {
      if (entry(sibling).created < moving.created) {
        place = entries.indexOf(entry(sibling)) + 1;
      }
    }
    entries.add(place, moving);
    moving.parent = newParent;
    moveHead(head);
    return null;
  }

  /**
   * Replaces everything.
   *
   * @param thread one that can be imported
   */
  public void replaceBy(ExportedThread thread) {
    entries.clear();
    remembered.clear();
    created = 0;
    for (MessageItem item : thread.items()) {
      entries.add(new Entry(item.message(), item.parentId(), created++));
    }
    List<MessageId> ids = ids();
    MessageId last = ids.isEmpty() ? null : ids.get(ids.size() - 1);
    moveHead(thread.head().isGiven() ? thread.head().messageId() : last);
  }

  // ---- inside

  private void moveHead(@Nullable MessageId id) {
    head = id;
    for (MessageId shown : path(id)) {
      remember(parent(shown), shown);
    }
  }

  private void remember(@Nullable MessageId parent, @Nullable MessageId child) {
    if (child == null) {
      remembered.remove(keyOf(parent));
    } else {
      remembered.put(keyOf(parent), child);
    }
  }

  private @Nullable MessageId siblingThatStandsIn(MessageId id) {
    List<MessageId> siblings = children(parent(id));
    int index = siblings.indexOf(id);
    if (index > 0) {
      return siblings.get(index - 1);
    }
    return siblings.size() > 1 ? siblings.get(1) : null;
  }

  private Entry entry(MessageId id) {
    for (Entry entry : entries) {
      if (entry.id.equals(id)) {
        return entry;
      }
    }
    throw new IllegalStateException("The model has no message " + id);
  }

  private static MessageId keyOf(@Nullable MessageId id) {
    return id == null ? ROOT : id;
  }
}
