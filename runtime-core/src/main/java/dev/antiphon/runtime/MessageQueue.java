package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.QueueItemId;
import dev.antiphon.thread.QueuePlace;
import java.util.Optional;

/**
 * The sends of a thread that wait for their turn, to be changed while they wait (rules QUEUE-1 to
 * QUEUE-11). What waits is told by {@code ThreadState.queue()} and {@code QueueChanged}; a send
 * comes here by {@code WhenBusy.ENQUEUE} or {@code STEER}.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; never blocks on I/O.
 *
 * <p>Every command throws {@code QueueItemNotFoundException} if there is no such item or it was
 * dispatched already, and what every command of a {@link ThreadRuntime} throws.
 */
public final class MessageQueue {

  private final LiveThread live;

  MessageQueue(LiveThread live) {
    this.live = live;
  }

  /**
   * Replaces the message of an item, which keeps its id, run and place.
   *
   * @param id the item
   * @param message what it sends instead
   * @throws dev.antiphon.message.InvalidMessageException if the message is not valid
   * @throws IllegalArgumentException if the item sends no message: it is a run alone
   */
  public void edit(QueueItemId id, MessageInput message) {
    requireNonNull(id, "id");
    live.run(thread -> {
      thread.checkWritable("queue.edit");
      Message complete = message.toMessage(thread.completion);
      thread.writer.run(() -> {
        thread.check("queue.edit");
        thread.queue.edit(id, complete);
      });
    });
  }

  /**
   * Moves an item to another place. Never interrupts what runs.
   *
   * @param id the item
   * @param place where to
   * @throws dev.antiphon.thread.QueuePlacementException if a neighbour is not in the lane, is the
   *     item itself, or two of them are no neighbours
   */
  public void move(QueueItemId id, QueuePlace place) {
    requireNonNull(id, "id");
    requireNonNull(place, "place");
    live.run(thread -> thread.writer.run(() -> {
      thread.check("queue.move");
      thread.queue.move(id, place);
    }));
  }

  /**
   * Takes an item out; its run ends CANCELLED.
   *
   * @param id the item
   * @return what it would have sent; empty if it is a run alone
   */
  public Optional<Message> remove(QueueItemId id) {
    requireNonNull(id, "id");
    return live.use(thread -> thread.writer.apply(() -> {
      thread.check("queue.remove");
      return Optional.ofNullable(thread.queue.remove(id));
    }));
  }

  /**
   * Has an item that failed wait again, under a new run, and lets a paused queue go on. One that
   * waits already keeps its run.
   *
   * @param id the item
   * @return the run that it will be; an earlier one if its idempotency key was used again meanwhile
   * @throws dev.antiphon.run.DuplicateSendException if the key was used with other content
   */
  public Run retry(QueueItemId id) {
    requireNonNull(id, "id");
    return live.use(thread -> thread.writer.apply(() -> {
      thread.check("queue.retry");
      return thread.queue.retry(id);
    }));
  }

  /** Lets a paused queue go on, oldest item first (rule QUEUE-5). */
  public void resume() {
    live.run(thread -> thread.writer.run(() -> {
      thread.check("queue.resume");
      thread.queue.resume();
    }));
  }

  @Override
  public String toString() {
    return "MessageQueue[" + live.key() + "]";
  }
}
