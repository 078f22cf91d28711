package dev.antiphon.runtime;

import dev.antiphon.thread.ListEvent;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.thread.UnknownThreadException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which thread is selected, and the switches to others, of which the latest wins (rules LIST-10,
 * LIST-11, LIST-14, LIST-16 and LIST-22). Confined to the list's writer.
 */
final class ListSelection {

  private final ThreadDirectory list;
  private String selectedId;
  private @Nullable Switch underWay;

  /** Whether the selected thread is left for the draft once no switch is under way. */
  private boolean isLeaving;

  private final List<SelectionControl> controls = new ArrayList<>();

  /** A switch that has not ended. */
  private static final class Switch {
    private final CompletableFuture<ThreadRuntime> done = new CompletableFuture<>();
  }

  ListSelection(ThreadDirectory list, String draftId) {
    this.list = list;
    this.selectedId = draftId;
  }

  String selectedId() {
    return selectedId;
  }

  boolean isSelected(String threadId) {
    return selectedId.equals(threadId);
  }

  // ---- switching

  /**
   * Switches to a thread.
   *
   * @param unarchives whether an archived thread is taken out of the archive first
   * @return ends with the thread that is selected when this switch has ended or was overtaken
   */
  CompletionStage<ThreadRuntime> switchTo(String threadId, boolean unarchives) {
    String known = list.keyOf(list.items.known().idOf(threadId)).threadId();
    Switch begun = begin();
    route(begun, known, unarchives);
    return begun.done.minimalCompletionStage();
  }

  /** Switches to the draft, once it is known whether that is created (rule LIST-14). */
  CompletionStage<ThreadRuntime> switchToNewThread() {
    Switch begun = begin();
    if (list.items.draftId() != null) {
      selectDraft(begun);
    } else {
      list.creation.whenSettled(() -> {
        if (underWay == begun) {
          selectDraft(begun);
        }
      });
    }
    return begun.done.minimalCompletionStage();
  }

  /** Begins a switch, which ends the one under way without effect (rule LIST-11). */
  private Switch begin() {
    Switch overtaken = underWay;
    Switch begun = new Switch();
    underWay = begun;
    if (overtaken != null) {
      endWithSelected(overtaken);
    }
    return begun;
  }

  private void route(Switch begun, String threadId, boolean unarchives) {
    ThreadListItem item = list.items.find(threadId);
    if (list.removal.isUnderWay(threadId)) {
      failed(begun, new UnknownThreadException(list.keyOf(threadId)));
    } else if (isSelected(threadId)) {
      isLeaving = false;
      ended(begun);
    } else if (item == null) {
      find(begun, threadId, unarchives);
    } else if (item.status() == ThreadListItem.Status.ARCHIVED && unarchives) {
      unarchive(begun, threadId);
    } else {
      select(threadId);
      ended(begun);
    }
  }

  private void find(Switch begun, String threadId, boolean unarchives) {
    list.finder.find(
        "switchTo",
        threadId,
        true,
        isThere -> {
          if (underWay != begun) {
            return;
          }
          String known = list.items.known().idOf(threadId);
          if (list.items.find(known) != null) {
            route(begun, known, unarchives);
          } else {
            failed(begun, new UnknownThreadException(list.keyOf(threadId)));
          }
        },
        failure -> failed(begun, failure));
  }

  private void unarchive(Switch begun, String threadId) {
    ThreadChanges.Sequel sequel = new ThreadChanges.Sequel() {
      @Override
      public void confirmed() {
        if (underWay == begun && list.items.find(threadId) != null) {
          select(threadId);
          ended(begun);
        } else {
          // It is being deleted.
          ListSelection.this.failed(begun, new UnknownThreadException(list.keyOf(threadId)));
        }
      }

      @Override
      public void failed(Throwable failure) {
        ListSelection.this.failed(begun, failure);
      }
    };
    list.changes.make(ChangeOrder.unarchive(list.keyOf(threadId)), sequel);
  }

  private void selectDraft(Switch begun) {
    String draft = list.items.draftId();
    if (draft == null) {
      draft = list.env.ids().next("thr");
      list.items.draftId(draft);
    }
    select(draft);
    ended(begun);
  }

  private void ended(Switch begun) {
    underWay = null;
    endWithSelected(begun);
    leaveIfDue();
  }

  private void failed(Switch begun, Throwable failure) {
    if (underWay != begun) {
      return;
    }
    underWay = null;
    list.writer.inBackground(() -> begun.done.completeExceptionally(failure));
    leaveIfDue();
  }

  private void endWithSelected(Switch over) {
    ThreadRuntime selected = list.live.open(selectedId);
    list.writer.inBackground(() -> over.done.complete(selected));
  }

  private void select(String threadId) {
    String previous = selectedId;
    if (previous.equals(threadId)) {
      return;
    }
    selectedId = threadId;
    isLeaving = false;
    list.items.touch(previous);
    list.items.touch(threadId);
    list.items.publish();
    list.writer.emit(header -> new ListEvent.SelectionChanged(header, threadId, previous));
    LiveThread left = list.live.find(previous);
    if (left != null) {
      left.touch();
    }
    if (!list.items.isDraft(threadId)) {
      LiveThread entered = list.live.open(threadId).live();
      list.writer.inBackground(() -> startLoad(entered));
    }
    controls.forEach(each -> each.report(reported()));
  }

  private static void startLoad(LiveThread entered) {
    try {
      entered.run(Conversation::startLoad);
    } catch (RuntimeException refused) {
      // Whoever uses the thread gets the same.
      Log.warn("The selected thread could not be opened", refused);
    }
  }

  // ---- leaving a thread that goes away

  /** Leaves a thread for the draft, if it is selected when the switch under way has ended. */
  void leave(String threadId) {
    if (isSelected(threadId)) {
      isLeaving = true;
      leaveIfDue();
    }
  }

  private void leaveIfDue() {
    if (underWay == null && isLeaving) {
      switchToNewThread();
    }
  }

  // ---- a selection that is controlled from outside

  /** Adds somebody who is told of the selection, and may set it. */
  SelectionControl control(@Nullable String threadId, Consumer<? super @Nullable String> onChange) {
    SelectionControl control = new SelectionControl(list, onChange, reported());
    controls.add(control);
    if (threadId != null || reported() != null) {
      control.set(threadId);
    }
    return control;
  }

  void remove(SelectionControl control) {
    controls.remove(control);
  }

  /** Returns what is told of the selection: a thread that is not stored is none. */
  @Nullable
  String reported() {
    boolean isStored = !list.items.isDraft(selectedId)
        && !list.creation.isUnderWay(selectedId)
        && list.items.known().shown().find(selectedId) != null;
    return isStored ? selectedId : null;
  }

  /** A new thread is reported when it is stored. */
  void reportStored(String threadId) {
    if (isSelected(threadId)) {
      controls.forEach(each -> each.report(reported()));
    }
  }
}
