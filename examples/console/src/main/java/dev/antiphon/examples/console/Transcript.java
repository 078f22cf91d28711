package dev.antiphon.examples.console;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.MessageView;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.thread.ThreadState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is on the screen of a thread, and what is missing there. It is given states, of which some
 * may have been left out, and prints what a state shows and the screen does not yet.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Transcript {

  /** How many messages of a thread are shown when it is opened. */
  private static final int LAST_SHOWN = 20;

  /*
   * Concurrency
   * -----------
   * `lock` guards all fields and the screen. It is held while text is printed, and no command of a
   * thread is called under it.
   *
   * Order: states arrive on one thread at a time, newest last; notes of commands come between them.
   */
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hasShown = lock.newCondition();
  private final Screen screen;
  private final List<MessageId> shown = new ArrayList<>();
  private MessagePrinter last;
  private @Nullable ThreadState newest;
  private @Nullable String typed;
  private List<Suggestion> suggested = List.of();

  Transcript(Screen screen) {
    this.screen = screen;
    this.last = new MessagePrinter(screen);
  }

  // ---- what the program says

  /**
   * Prints a line of the program's own.
   *
   * @param text the line
   */
  void note(String text) {
    line(Tone.NOTE, text);
  }

  /**
   * Prints what went wrong.
   *
   * @param text the line
   */
  void error(String text) {
    line(Tone.ERROR, text);
  }

  private void line(Tone tone, String text) {
    lock.lock();
    try {
      typed = null;
      screen.line(tone, text);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Remembers what a person has just typed, so that it is not printed below itself.
   *
   * @param text the line
   */
  void typed(String text) {
    lock.lock();
    try {
      typed = text;
    } finally {
      lock.unlock();
    }
  }

  // ---- what the thread shows

  /** Forgets what is on the screen: the next states are of another thread. */
  void startOver() {
    lock.lock();
    try {
      shown.clear();
      newest = null;
      suggested = List.of();
      last = new MessagePrinter(screen);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Prints what of a state is not on the screen yet.
   *
   * @param state the newest state
   */
  void show(ThreadState state) {
    lock.lock();
    try {
      boolean isFirst = newest == null;
      newest = state;
      if (state.loadState() == LoadState.LOADED || !state.messages().isEmpty()) {
        showNew(state, isFirst);
        suggest(state.suggestions());
      }
    } finally {
      hasShown.signalAll();
      lock.unlock();
    }
  }

  /**
   * Prints all messages of a state again.
   *
   * @param state the state
   */
  void showAll(ThreadState state) {
    lock.lock();
    try {
      typed = null;
      for (MessageView view : state.views()) {
        new MessagePrinter(screen).print(view);
      }
      screen.freshLine();
    } finally {
      lock.unlock();
    }
  }

  private void suggest(List<Suggestion> suggestions) {
    if (!suggestions.equals(suggested)) {
      suggested = suggestions;
      Choices.lines(suggestions).forEach(line -> screen.line(Tone.NOTE, line));
    }
  }

  private void showNew(ThreadState state, boolean isFirst) {
    int size = state.messages().size();
    int same = commonLength(state.messages());
    if (same > 0 && same == shown.size()) {
      last.print(state.view(same - 1));
    }
    shown.subList(same, shown.size()).clear();
    int from = same;
    if (isFirst && size > LAST_SHOWN) {
      from = size - LAST_SHOWN;
      screen.line(Tone.NOTE, "(%d earlier messages; /history shows them all)".formatted(from));
    }
    for (int i = same; i < size; i++) {
      shown.add(state.messages().get(i).id());
      if (i >= from) {
        last = new MessagePrinter(screen);
        printUnlessTyped(state.view(i));
      }
    }
  }

  private void printUnlessTyped(MessageView view) {
    Message message = view.message();
    boolean isThere =
        message.role() == Role.USER && view.branchCount() == 1 && message.text().equals(typed);
    typed = null;
    if (isThere) {
      last.skip();
    } else {
      last.print(view);
    }
  }

  /** Returns how many messages from the root on are those that are shown. */
  private int commonLength(List<Message> messages) {
    int size = shown.size();
    boolean isSame = size > 0
        && messages.size() >= size
        && messages.get(size - 1).id().equals(shown.get(size - 1));
    if (isSame) {
      // A message has one parent for as long as nothing is moved, so all above it are the same.
      return size;
    }
    int same = 0;
    while (same < size
        && same < messages.size()
        && messages.get(same).id().equals(shown.get(same))) {
      same++;
    }
    return same;
  }

  // ---- waiting

  /**
   * Waits until nothing happens in a thread any more, and what has happened is on the screen.
   *
   * @param thread the thread that is shown
   * @throws InterruptedException if the waiting thread is interrupted
   */
  void awaitQuiet(ThreadRuntime thread) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isQuiet(thread.state())) {
        hasShown.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isQuiet(ThreadState now) {
    ThreadState printed = newest;
    boolean isOver = now.activeRun() == null && (now.queue().isEmpty() || now.isQueuePaused());
    return isOver && printed != null && printed.sequence() >= now.sequence();
  }
}
