package dev.antiphon.tree;

import dev.antiphon.message.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds everything that keeps an exported thread from being a tree (rule TREE-16); linear. */
final class ImportCheck {

  private ImportCheck() {}

  static List<ImportProblem> problemsOf(ExportedThread thread) {
    List<ImportProblem> problems = new ArrayList<>();
    Map<MessageId, @Nullable MessageId> parents = new HashMap<>(thread.items().size() * 2);
    for (MessageItem item : thread.items()) {
      MessageId id = item.message().id();
      if (parents.containsKey(id)) {
        problems.add(new ImportProblem(id, "the id is there twice"));
      }
      parents.put(id, item.parentId());
    }
    for (MessageItem item : thread.items()) {
      MessageId parent = item.parentId();
      if (parent != null && !parents.containsKey(parent)) {
        problems.add(
            new ImportProblem(item.message().id(), "the parent '" + parent + "' is missing"));
      }
    }
    addCycles(parents, thread.items(), problems);
    MessageId head = thread.head().messageId();
    if (head != null && !parents.containsKey(head)) {
      problems.add(new ImportProblem(null, "the head '" + head + "' is unknown"));
    }
    return problems;
  }

  private static void addCycles(
      Map<MessageId, @Nullable MessageId> parents,
      List<MessageItem> items,
      List<ImportProblem> problems) {
    Set<MessageId> rooted = new HashSet<>(parents.size() * 2);
    for (MessageItem item : items) {
      Set<MessageId> walked = new HashSet<>();
      MessageId at = item.message().id();
      while (at != null && !rooted.contains(at) && walked.add(at)) {
        at = parents.get(at);
      }
      if (at != null && walked.contains(at)) {
        problems.add(new ImportProblem(at, "its parents form a cycle"));
      }
      rooted.addAll(walked);
    }
  }
}
