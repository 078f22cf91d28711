package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.QueueItemId;
import dev.antiphon.message.Role;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.QueueItemNotFoundException;
import dev.antiphon.thread.QueueLane;
import dev.antiphon.thread.QueuePlace;
import dev.antiphon.thread.QueuePlacementException;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class QueueCommandsTest {

  private static final QueueItemId UNKNOWN = new QueueItemId("que_none");

  private final World world = new World();
  private ThreadRuntime thread;
  private final List<Run> runs = new ArrayList<>();

  @BeforeEach
  void open() {
    thread = world.open();
  }

  private void send(String text, WhenBusy whenBusy) {
    runs.add(thread.send(
        MessageInput.text(text), SendOptions.builder().whenBusy(whenBusy).build()));
  }

  private List<String> waiting() {
    return thread.state().queue().stream().map(QueueItem::text).toList();
  }

  private QueueItem item(String text) {
    return thread.state().queue().stream()
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow();
  }

  private QueueItemId id(String text) {
    return item(text).id();
  }

  private List<String> said() {
    return thread.state().messages().stream()
        .filter(message -> message.role() == Role.USER)
        .map(Message::text)
        .toList();
  }

  /** Has s1, s2, q1, q2 and q3 wait for a person to let the queue go on. */
  private void pausedQueue() {
    world.model.then((request, reply) -> {
      send("s1", WhenBusy.STEER);
      send("s2", WhenBusy.STEER);
      send("q1", WhenBusy.ENQUEUE);
      send("q2", WhenBusy.ENQUEUE);
      send("q3", WhenBusy.ENQUEUE);
      thread.cancelRun();
    });
    thread.send("First");
    world.scheduler.runAll();
    assertThat(waiting()).containsExactly("s1", "s2", "q1", "q2", "q3");
  }

  /** Has an item fail because the storage refuses its message. */
  private void failedItem() {
    world.model.then((request, reply) -> {
      send("q1", WhenBusy.ENQUEUE);
      send("q2", WhenBusy.ENQUEUE);
      thread.cancelRun();
    });
    thread.send("First");
    world.scheduler.runAll();
    world.history.failWrites(1);
    thread.resumeQueue();
    world.scheduler.runAll();
  }

  @Nested
  class Failed {

    @Test
    @DisplayName("QUEUE-7: a dispatch that is not sent stays at its place as failed, and pauses")
    void staysAsFailed() {
      EventLog events = EventLog.of(thread);

      failedItem();

      assertThat(waiting()).containsExactly("q1", "q2");
      assertThat(item("q1").state()).isEqualTo(QueueItem.State.FAILED);
      assertThat(item("q1").error()).isNotNull();
      assertThat(item("q2").state()).isEqualTo(QueueItem.State.WAITING);
      assertThat(thread.state().isQueuePaused()).isTrue();
      assertThat(events.of(ThreadEvent.QueueItemFailed.class)).singleElement().satisfies(failed -> {
        assertThat(failed.runId()).isEqualTo(runs.get(0).id());
        assertThat(failed.error()).isEqualTo(item("q1").error());
      });
      assertThatThrownBy(() -> world.finish(runs.get(0)))
          .isInstanceOf(MessageNotSentException.class);
    }

    @Test
    @DisplayName("QUEUE-7: retry has the same item wait again, under a new run, and goes on")
    void retry() {
      failedItem();
      QueueItemId failed = id("q1");
      EventLog events = EventLog.of(thread);

      Run again = thread.queue().retry(failed);

      assertThat(again.id()).isNotEqualTo(runs.get(0).id());
      assertThat(world.finish(again).outcome()).isEqualTo(RunOutcome.COMPLETE);
      assertThat(said()).containsExactly("First", "q1", "q2");
      assertThat(events.of(ThreadEvent.QueueChanged.class).get(0).queue().get(0))
          .satisfies(item -> {
            assertThat(item.id()).isEqualTo(failed);
            assertThat(item.runId()).isEqualTo(again.id());
            assertThat(item.state()).isEqualTo(QueueItem.State.WAITING);
          });
    }

    @Test
    @DisplayName("QUEUE-7: while it is failed, the others go past it when the queue goes on")
    void othersGoPast() {
      failedItem();

      thread.resumeQueue();
      world.scheduler.runAll();

      assertThat(said()).containsExactly("First", "q2");
      assertThat(waiting()).containsExactly("q1");
    }

    @Test
    @DisplayName("QUEUE-7: a retry that fails again leaves the same item, failed again")
    void failsAgain() {
      failedItem();
      QueueItemId failed = id("q1");
      world.history.failWrites(1);

      Run again = thread.queue().retry(failed);
      world.scheduler.runAll();

      assertThat(again.state()).isEqualTo(RunState.ENDED);
      assertThat(id("q1")).isEqualTo(failed);
      assertThat(item("q1").runId()).isEqualTo(again.id());
      assertThat(item("q1").state()).isEqualTo(QueueItem.State.FAILED);
    }

    @Test
    @DisplayName("QUEUE-7: a retry of an item that waits keeps its run")
    void retryOfAWaitingItem() {
      pausedQueue();

      Run run = thread.queue().retry(id("q1"));

      assertThat(run).isSameAs(runs.get(2));
    }

    @Test
    @DisplayName("QUEUE-7, SEND-13: a retry of what was sent again by its key sends nothing twice")
    void retryAfterTheSameKey() {
      SendOptions keyed =
          SendOptions.builder().whenBusy(WhenBusy.ENQUEUE).idempotencyKey("k").build();
      world.model.then((request, reply) -> {
        thread.send(MessageInput.text("q1"), keyed);
        thread.cancelRun();
      });
      thread.send("First");
      world.scheduler.runAll();
      world.history.failWrites(1);
      thread.resumeQueue();
      world.scheduler.runAll();
      QueueItemId failed = id("q1");
      Run sentAgain = thread.send(MessageInput.text("q1"), keyed);
      world.finish(sentAgain);

      Run retried = thread.queue().retry(failed);

      assertThat(retried).isSameAs(sentAgain);
      assertThat(waiting()).isEmpty();
      assertThat(said()).containsExactly("First", "q1");
    }

    @Test
    @DisplayName("QUEUE-7, QUEUE-9: a failed item can be edited and removed")
    void editAndRemove() {
      failedItem();
      QueueItemId failed = id("q1");

      thread.queue().edit(failed, MessageInput.text("q1, again"));
      QueueItem.State edited = item("q1, again").state();
      Optional<Message> removed = thread.queue().remove(failed);

      assertThat(edited).isEqualTo(QueueItem.State.FAILED);
      assertThat(removed.orElseThrow().text()).isEqualTo("q1, again");
      assertThat(waiting()).containsExactly("q2");
    }
  }

  @Nested
  class EditAndRemove {

    @Test
    @DisplayName("QUEUE-9: edit keeps id, run and place, and the new message is sent")
    void edit() {
      pausedQueue();
      QueueItem before = item("q2");

      thread.queue().edit(before.id(), MessageInput.text("q2, edited"));
      List<String> edited = waiting();
      QueueItem after = item("q2, edited");
      thread.resumeQueue();
      world.scheduler.runAll();

      assertThat(edited).containsExactly("s1", "s2", "q1", "q2, edited", "q3");
      assertThat(after.id()).isEqualTo(before.id());
      assertThat(after.runId()).isEqualTo(before.runId());
      assertThat(said()).containsExactly("First", "s1", "s2", "q1", "q2, edited", "q3");
      assertThat(world.finish(runs.get(3)).outcome()).isEqualTo(RunOutcome.COMPLETE);
    }

    @Test
    @DisplayName("QUEUE-9: remove ends the run CANCELLED, returns the message, and pauses nothing")
    void remove() {
      pausedQueue();
      QueueItemId removed = id("q1");

      Optional<Message> message = thread.queue().remove(removed);

      assertThat(message.orElseThrow().text()).isEqualTo("q1");
      assertThat(waiting()).containsExactly("s1", "s2", "q2", "q3");
      assertThat(world.finish(runs.get(2)).outcome()).isEqualTo(RunOutcome.CANCELLED);
    }

    @Test
    @DisplayName("QUEUE-9: an unknown or already dispatched id is refused")
    void notFound() {
      pausedQueue();
      QueueItemId dispatched = id("s1");
      thread.resumeQueue();
      world.scheduler.runAll();

      for (QueueItemId id : List.of(UNKNOWN, dispatched)) {
        assertThatThrownBy(() -> thread.queue().edit(id, MessageInput.text("x")))
            .isInstanceOf(QueueItemNotFoundException.class)
            .hasMessageContaining(id.value());
        assertThatThrownBy(() -> thread.queue().remove(id))
            .isInstanceOf(QueueItemNotFoundException.class);
        assertThatThrownBy(() -> thread.queue().move(id, QueuePlace.front()))
            .isInstanceOf(QueueItemNotFoundException.class);
        assertThatThrownBy(() -> thread.queue().retry(id))
            .isInstanceOf(QueueItemNotFoundException.class);
      }
    }

    @Test
    @DisplayName("QUEUE-9: an item that is a run alone has no message to edit, and can be removed")
    void runAlone() {
      world.model.then((request, reply) -> {
        runs.add(thread.reload(
            request.messageId(),
            SendOptions.builder().whenBusy(WhenBusy.ENQUEUE).build()));
        thread.cancelRun();
      });
      thread.send("First");
      world.scheduler.runAll();
      QueueItemId id = thread.state().queue().get(0).id();

      assertThatThrownBy(() -> thread.queue().edit(id, MessageInput.text("x")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(id.value());
      assertThat(thread.queue().remove(id)).isEmpty();
      assertThat(thread.state().queue()).isEmpty();
    }
  }

  @Nested
  class Move {

    @BeforeEach
    void fill() {
      pausedQueue();
    }

    private List<String> after(String moved, QueuePlace place) {
      thread.queue().move(id(moved), place);
      return waiting();
    }

    @Test
    @DisplayName("QUEUE-10: a null after means front, a null before end")
    void frontAndEnd() {
      assertThat(after("q2", QueuePlace.front())).containsExactly("s1", "s2", "q2", "q1", "q3");
      assertThat(after("q2", QueuePlace.end())).containsExactly("s1", "s2", "q1", "q3", "q2");
      assertThat(after("s1", QueuePlace.end())).containsExactly("s2", "s1", "q1", "q3", "q2");
    }

    @Test
    @DisplayName("QUEUE-10: it goes behind or in front of an anchor of its lane")
    void oneAnchor() {
      assertThat(after("q1", QueuePlace.after(id("q3"))))
          .containsExactly("s1", "s2", "q2", "q3", "q1");
      assertThat(after("q1", QueuePlace.before(id("q3"))))
          .containsExactly("s1", "s2", "q2", "q1", "q3");
    }

    @Test
    @DisplayName("QUEUE-10: two anchors must be neighbours in the target lane")
    void twoAnchors() {
      QueuePlace between = QueuePlace.builder()
          .lane(QueueLane.QUEUE)
          .after(id("q1"))
          .before(id("q2"))
          .build();
      assertThat(after("s1", between)).containsExactly("s2", "q1", "s1", "q2", "q3");

      QueuePlace apart = QueuePlace.builder().after(id("q1")).before(id("q2")).build();
      assertThatThrownBy(() -> after("q3", apart))
          .isInstanceOf(QueuePlacementException.class)
          .hasMessageContaining("no neighbours");
      assertThat(waiting()).containsExactly("s2", "q1", "s1", "q2", "q3");
      assertThat(after("s1", between)).containsExactly("s2", "q1", "s1", "q2", "q3");
    }

    @Test
    @DisplayName("QUEUE-10: a null anchor beside an item must be its neighbour too")
    void nullAnchorBesideAnItem() {
      QueuePlace first = QueuePlace.builder().after(null).before(id("q1")).build();
      assertThat(after("q3", first)).containsExactly("s1", "s2", "q3", "q1", "q2");

      QueuePlace wrong = QueuePlace.builder().after(id("q1")).before(null).build();
      assertThatThrownBy(() -> after("q3", wrong)).isInstanceOf(QueuePlacementException.class);
      QueuePlace whole = QueuePlace.builder().after(null).before(null).build();
      assertThatThrownBy(() -> after("q3", whole)).isInstanceOf(QueuePlacementException.class);
    }

    @Test
    @DisplayName("QUEUE-10: without anchor it stays in its lane, or goes to the end of the other")
    void withoutAnchor() {
      assertThat(after("q1", QueuePlace.in(QueueLane.QUEUE)))
          .containsExactly("s1", "s2", "q1", "q2", "q3");
      assertThat(after("q1", QueuePlace.builder().build()))
          .containsExactly("s1", "s2", "q1", "q2", "q3");
      assertThat(after("q1", QueuePlace.in(QueueLane.STEER)))
          .containsExactly("s1", "s2", "q1", "q2", "q3");
      assertThat(item("q1").lane()).isEqualTo(QueueLane.STEER);
    }

    @Test
    @DisplayName("QUEUE-10: an anchor that is unknown, the item itself or elsewhere is refused")
    void badAnchors() {
      for (QueueItemId anchor : List.of(UNKNOWN, id("q1"), id("s1"))) {
        assertThatThrownBy(() -> after("q1", QueuePlace.after(anchor)))
            .isInstanceOf(QueuePlacementException.class);
        assertThatThrownBy(() -> after("q1", QueuePlace.before(anchor)))
            .isInstanceOf(QueuePlacementException.class);
      }
      QueuePlace inTheOther =
          QueuePlace.builder().lane(QueueLane.STEER).after(id("q2")).build();
      assertThatThrownBy(() -> after("q1", inTheOther)).isInstanceOf(QueuePlacementException.class);
      assertThat(waiting()).containsExactly("s1", "s2", "q1", "q2", "q3");
    }

    @Test
    @DisplayName("QUEUE-10: a move interrupts nothing, and what moves nothing emits nothing")
    void interruptsNothing() {
      EventLog events = EventLog.of(thread);
      world.scheduler.runAll();
      events.clear();

      after("q1", QueuePlace.front());
      after("s2", QueuePlace.front());
      world.scheduler.runAll();

      assertThat(events.names()).containsExactly("QueueChanged");
      assertThat(runs).extracting(Run::state).containsOnly(RunState.QUEUED);
    }

    @Test
    @DisplayName("QUEUE-10: what was moved is sent in the new order")
    void newOrder() {
      after("q3", QueuePlace.in(QueueLane.STEER));
      after("s2", QueuePlace.in(QueueLane.QUEUE));
      thread.queue().resume();
      world.scheduler.runAll();

      assertThat(said()).containsExactly("First", "s1", "q3", "q1", "q2", "s2");
    }
  }
}
