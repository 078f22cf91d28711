package dev.antiphon.tree;

/** Which way to switch among the siblings of a message. */
public enum BranchDirection {
  /** To the sibling before. */
  PREVIOUS,
  /** To the sibling after. */
  NEXT
}
