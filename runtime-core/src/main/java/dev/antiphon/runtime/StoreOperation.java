package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that waits to be stored. Confined to the writer. */
abstract sealed class StoreOperation {

  /** Told, under the writer, what came of a write. */
  @FunctionalInterface
  interface WhenDone {
    /**
     * The write is done.
     *
     * @param isStored whether it is stored
     * @param errors what failed on the way
     */
    void done(boolean isStored, List<ErrorInfo> errors);
  }

  private int failures;
  private final List<ErrorInfo> errors = new ArrayList<>();

  /** Adds what is to be stored, as it is now. */
  abstract void addEntries(List<HistoryEntry> entries, StoredForms forms);

  /** Returns the messages that it stores. */
  abstract List<MessageId> ids();

  /** It is stored. */
  abstract void succeeded();

  /** It is not stored, and is not tried again. */
  abstract void givenUp();

  int countFailure(ErrorInfo error) {
    errors.add(error);
    return ++failures;
  }

  List<ErrorInfo> errors() {
    return List.copyOf(errors);
  }

  /** Something that is tried once, because other things depend on it. */
  static non-sealed class Required extends StoreOperation {
    private final List<MessageItem> items;
    private final Runnable whenStored;
    private final Consumer<Throwable> whenFailed;

    /**
     * Makes an operation that appends messages.
     *
     * @param items the messages, parents first
     * @param whenStored runs under the writer
     * @param whenFailed runs under the writer
     */
    Required(List<MessageItem> items, Runnable whenStored, Consumer<Throwable> whenFailed) {
      this.items = items;
      this.whenStored = whenStored;
      this.whenFailed = whenFailed;
    }

    /** Returns the messages that it appends, as they are when its turn comes. */
    List<MessageItem> items() {
      return items;
    }

    /** Returns the head that is right once it is stored. */
    Head headAfter(@Nullable MessageId current) {
      return Head.of(current);
    }

    boolean isAbout(Set<MessageId> ids) {
      return items().stream().anyMatch(item -> ids.contains(item.message().id()));
    }

    @Override
    void addEntries(List<HistoryEntry> entries, StoredForms forms) {
      items().forEach(item -> entries.add(new HistoryEntry.Append(item)));
    }

    @Override
    List<MessageId> ids() {
      return items().stream().map(item -> item.message().id()).toList();
    }

    @Override
    void succeeded() {
      whenStored.run();
    }

    void failed(Throwable cause) {
      whenFailed.accept(cause);
    }

    @Override
    void givenUp() {
      throw new AssertionError("What is tried once is failed, not given up.");
    }
  }

  /**
   * A message that changed; always stored as it is when its turn comes, or not at all if it is
   * stored so already.
   */
  static final class Update extends StoreOperation {
    private final MessageId id;
    private final List<WhenDone> whenDone = new ArrayList<>();
    private boolean isTaken;
    private boolean isWithdrawn;

    Update(MessageId id, WhenDone whenDone) {
      this.id = id;
      this.whenDone.add(whenDone);
    }

    MessageId id() {
      return id;
    }

    /**
     * The message left the tree, or another one took its place, while this was on its way: if that
     * fails, it is not tried again.
     */
    void withdraw() {
      isWithdrawn = true;
    }

    boolean isWithdrawn() {
      return isWithdrawn;
    }

    /** Takes another change of the message along, if it was not taken to the storage yet. */
    boolean joins(MessageId other, WhenDone alsoWhenDone) {
      if (isTaken || !id.equals(other)) {
        return false;
      }
      whenDone.add(alsoWhenDone);
      return true;
    }

    @Override
    void addEntries(List<HistoryEntry> entries, StoredForms forms) {
      isTaken = true;
      if (!forms.isStored(id)) {
        entries.add(new HistoryEntry.Update(forms.of(id)));
      }
    }

    @Override
    List<MessageId> ids() {
      return List.of(id);
    }

    @Override
    int countFailure(ErrorInfo error) {
      isTaken = false;
      return super.countFailure(error);
    }

    @Override
    void succeeded() {
      done(true);
    }

    @Override
    void givenUp() {
      done(false);
    }

    void done(boolean isStored) {
      whenDone.forEach(each -> each.done(isStored, errors()));
    }
  }

  /** A whole thread in place of another one. */
  static final class ReplaceAll extends StoreOperation {
    private final List<MessageId> removed;
    private final List<MessageItem> items;
    private final Runnable whenGivenUp;

    ReplaceAll(List<MessageId> removed, List<MessageItem> items, Runnable whenGivenUp) {
      this.removed = List.copyOf(removed);
      this.items = List.copyOf(items);
      this.whenGivenUp = whenGivenUp;
    }

    @Override
    void addEntries(List<HistoryEntry> entries, StoredForms forms) {
      if (!removed.isEmpty()) {
        entries.add(new HistoryEntry.Delete(removed, List.of()));
      }
      items.forEach(item -> entries.add(new HistoryEntry.Append(forms.newest(item))));
    }

    @Override
    List<MessageId> ids() {
      return items.stream().map(item -> item.message().id()).toList();
    }

    @Override
    void succeeded() {}

    @Override
    void givenUp() {
      whenGivenUp.run();
    }
  }
}
