package dev.antiphon.tree;

/** What happens to the children of a deleted message. */
public enum DeleteMode {
  /** They move, in order, to its place among the children of its parent. */
  KEEP_CHILDREN,
  /** They and all their descendants are deleted too. */
  SUBTREE
}
