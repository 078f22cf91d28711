package dev.antiphon.tree;

import dev.antiphon.message.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds everything that keeps messages from being a tree (rule TREE-16); linear. */
final class ImportCheck {

  /**
   * Where a message is to stand.
   *
   * @param id its id
   * @param parentId the message it stands below, or {@code null} for a root
   */
  record Place(MessageId id, @Nullable MessageId parentId) {}

  private ImportCheck() {}

  static List<ImportProblem> problemsOf(ExportedThread thread) {
    return problemsOf(
        thread.head(),
        thread.items().stream()
            .map(item -> new Place(item.message().id(), item.parentId()))
            .toList());
  }

  static List<ImportProblem> problemsOf(Head head, List<Place> places) {
    List<ImportProblem> problems = new ArrayList<>();
    Map<MessageId, @Nullable MessageId> parents = new HashMap<>(places.size() * 2);
    for (Place place : places) {
      if (parents.containsKey(place.id())) {
        problems.add(new ImportProblem(place.id(), "the id is there twice"));
      } else {
        parents.put(place.id(), place.parentId());
      }
    }
    for (Place place : places) {
      MessageId parent = place.parentId();
      if (parent != null && !parents.containsKey(parent)) {
        problems.add(new ImportProblem(place.id(), "the parent '" + parent + "' is missing"));
      }
    }
    addCycles(parents, places, problems);
    MessageId headId = head.messageId();
    if (headId != null && !parents.containsKey(headId)) {
      problems.add(new ImportProblem(null, "the head '" + headId + "' is unknown"));
    }
    return problems;
  }

  private static void addCycles(
      Map<MessageId, @Nullable MessageId> parents,
      List<Place> places,
      List<ImportProblem> problems) {
    Set<MessageId> rooted = new HashSet<>(parents.size() * 2);
    for (Place place : places) {
      Set<MessageId> walked = new HashSet<>();
      MessageId at = place.id();
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
