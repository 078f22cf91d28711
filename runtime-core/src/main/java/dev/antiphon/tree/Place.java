package dev.antiphon.tree;

import dev.antiphon.message.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * Where a visible message stands in the tree.
 *
 * @param parentId the message above it, or {@code null} for a root
 * @param branchNumber which of its siblings it is, from 1
 * @param branchCount how many siblings there are, itself included
 */
public record Place(@Nullable MessageId parentId, int branchNumber, int branchCount) {}
