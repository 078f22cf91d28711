package dev.antiphon.runtime;

import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.RemoteThreadListAdapter.Capability;
import dev.antiphon.port.ThreadRecord;
import java.util.List;
import java.util.Set;

/**
 * Puts another storage in place of that of a list (rules LIST-23 and LIST-24). Confined to the
 * list's writer.
 */
final class AdapterReplacement {

  private final ThreadDirectory list;

  AdapterReplacement(ThreadDirectory list) {
    this.list = list;
  }

  /** Takes another adapter and asks it for its list; until that has come, most is refused. */
  void replace(RemoteThreadListAdapter adapter, Set<Capability> abilities) {
    list.changes.replaced();
    list.titles.cancelAll();
    list.creation.takeCreatedSince();
    list.port.replace(adapter, abilities);
    for (LiveThread thread : list.live.all()) {
      if (!list.items.isDraft(thread.key().threadId())) {
        list.writer.afterwards(() -> withRooms(thread, Conversation::suspend));
      }
    }
    list.loader.reload();
  }

  /** The list of the new adapter has come: what it does not name goes, but for what is newer. */
  void arrived(long question, List<ThreadRecord> page) {
    Set<String> before = list.items.ids();
    Set<String> createdSince = list.creation.takeCreatedSince();
    list.port.arrived();
    list.items.known(list.items.known().listedAnew(question, page, createdSince));
    for (LiveThread thread : list.live.all()) {
      String id = thread.key().threadId();
      if (list.items.find(id) != null) {
        list.writer.afterwards(() -> withRooms(thread, Conversation::resume));
      } else {
        before.add(id);
      }
    }
    for (String id : before) {
      if (list.items.find(id) == null) {
        list.forget(id);
      }
    }
  }

  private interface Command {
    void on(Conversation rooms);
  }

  private static void withRooms(LiveThread thread, Command command) {
    Conversation rooms = thread.now();
    if (rooms != null) {
      command.on(rooms);
    }
  }
}
