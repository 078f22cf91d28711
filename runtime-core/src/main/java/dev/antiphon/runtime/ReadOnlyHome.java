package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.MessageTree;
import java.util.List;

/**
 * Where a thread stands that can only be read (rule OPT-10): in no list, with nothing to load, and
 * never idle.
 */
final class ReadOnlyHome implements ThreadHome {

  private final Environment env;
  private final List<Message> messages;

  private ReadOnlyHome(Environment env, List<Message> messages) {
    this.env = env;
    this.messages = messages;
  }

  /** Makes a thread that shows messages and refuses each command. */
  static ThreadRuntime show(Environment env, ThreadKey key, List<Message> messages) {
    ReadOnlyHome home = new ReadOnlyHome(env, List.copyOf(messages));
    LiveThread live = new LiveThread(key, home, env.clock());
    live.run(thread -> {});
    return new ThreadRuntime(live);
  }

  @Override
  public Conversation makeRooms(LiveThread thread, PriorRuntime prior) {
    MessageTree shown = MessageTree.of(ExportedThread.chain(messages));
    Conversation rooms = new Conversation(env, thread, this, true, prior);
    rooms.writer.run(() -> {
      rooms.readOnly();
      rooms.writer.replaceTree(shown);
    });
    return rooms;
  }

  @Override
  public void madeLive(LiveThread thread, Conversation rooms) {
    // Nobody counts it.
  }

  @Override
  public boolean hasRecord(LiveThread thread) {
    return false;
  }

  @Override
  public void createRecord(LiveThread thread) {
    throw new IllegalStateException("A thread that can only be read is not stored.");
  }

  @Override
  public void activityChanged(LiveThread thread) {
    // No list shows it.
  }

  @Override
  public void messagesStored(LiveThread thread, long epochMillis, boolean hasUserMessage) {
    // No list shows it.
  }

  @Override
  public void replyCompleted(LiveThread thread) {
    // No list shows it.
  }

  @Override
  public ThreadListItem itemOf(LiveThread thread) {
    return ThreadListItem.builder(thread.key().threadId()).build();
  }
}
