package dev.antiphon.examples.console;

import dev.antiphon.runtime.ThreadListRuntime;
import dev.antiphon.thread.ListState;
import dev.antiphon.thread.ThreadListItem;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The stored threads as they are now, numbered from 1: the one with the newest message first,
 * archived ones last.
 */
final class Threads {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final List<ThreadListItem> items;

  private Threads(List<ThreadListItem> items) {
    this.items = items;
  }

  /**
   * Looks at all threads.
   *
   * @param list where they are
   */
  static Threads of(ThreadListRuntime list) {
    Chat.await(list.reload());
    while (list.state().hasMore()) {
      Chat.await(list.loadMore());
    }
    ListState listed = list.state();
    List<ThreadListItem> all = new ArrayList<>(listed.regular());
    all.addAll(listed.archived());
    return new Threads(all);
  }

  /**
   * Returns a thread.
   *
   * @param number its number
   */
  ThreadListItem numbered(int number) {
    if (number < 1 || number > items.size()) {
      throw new RefusedException(
          "There is no thread %d: %d are stored. See /threads.".formatted(number, items.size()));
    }
    return items.get(number - 1);
  }

  /**
   * Returns a line for each thread.
   *
   * @param untitled what stands for the title of the thread that is shown, if it has none
   */
  List<String> lines(String untitled) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      ThreadListItem item = items.get(i);
      String time = item.lastMessageAt() == null ? "" : TIME.format(item.lastMessageAt());
      String title = item.title() != null ? item.title() : item.isMain() ? untitled : "";
      lines.add("%s%2d  %s  %s  %s%s"
          .formatted(
              item.isMain() ? "*" : " ", i + 1, time, item.id(), Printable.cut(title), mark(item)));
    }
    return lines;
  }

  private static String mark(ThreadListItem item) {
    if (item.status() == ThreadListItem.Status.ARCHIVED) {
      return "  (archived)";
    }
    if (item.isPaused()) {
      return "  (waits for your decision)";
    }
    return item.isRunning() ? "  (a reply is being written)" : "";
  }
}
