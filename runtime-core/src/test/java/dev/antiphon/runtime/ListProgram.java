package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.port.ThreadRecord;
import dev.antiphon.port.ThreadRecord.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A program for an {@link OptimisticList}, run against a storage that others change too and that
 * may do a thing at any moment between the call and the answer, and against a model that keeps
 * everything for ever.
 */
final class ListProgram {

  private static final List<String> IDS = List.of("a", "b", "c", "d");

  /** One step of a program. Numbers name what is under way, modulo how much there is. */
  sealed interface Step {
    /** A change is called for. */
    record Begin(int kind, String threadId, String title) implements Step {}

    /** Somebody else changes the storage. */
    record Elsewhere(int kind, String threadId, String title) implements Step {}

    /** The storage does the change, unless it has. */
    record Effect(int number) implements Step {}

    /** The storage answers that it has done the change. */
    record Confirm(int number) implements Step {}

    /** The storage answers that it has not. */
    record Fail(int number) implements Step {}

    /** A list is asked for. */
    record Ask() implements Step {}

    /** The storage reads the list, unless it has. */
    record Read(int number) implements Step {}

    /** The list comes. */
    record Answer(int number) implements Step {}

    /** The list does not come. */
    record Drop(int number) implements Step {}
  }

  /** A change that was called for. */
  private static final class Change {
    private final long number;
    private final ListChange change;
    private boolean isDone;
    private long confirmedAt;

    Change(long number, ListChange change) {
      this.number = number;
      this.change = change;
    }
  }

  /** A list that was asked for. */
  private static final class Question {
    private final long number;
    private @Nullable List<ThreadRecord> read;

    Question(long number) {
      this.number = number;
    }
  }

  private OptimisticList list = OptimisticList.EMPTY;

  // ---- the storage, in the order in which it lists
  private final Map<String, ThreadRecord> storage = new LinkedHashMap<>();
  private final List<Change> underWay = new ArrayList<>();
  private final List<Question> asked = new ArrayList<>();

  // ---- the model: the newest list, and every change that this may lack and that has not failed
  private final List<Change> history = new ArrayList<>();
  private ListedThreads newest = ListedThreads.NONE;
  private long newestQuestion;

  private ListProgram() {
    IDS.forEach(id -> storage.put(id, ThreadRecord.builder(id).build()));
  }

  static List<Step> draw(RandomGenerator random) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Ask());
    steps.add(new Step.Answer(0));
    int size = random.nextInt(4, 40);
    while (steps.size() < size) {
      int number = random.nextInt(8);
      String id = IDS.get(random.nextInt(IDS.size()));
      steps.add(
          switch (random.nextInt(11)) {
            case 0, 1, 2 -> new Step.Begin(random.nextInt(4), id, "t" + steps.size());
            case 10 -> new Step.Elsewhere(random.nextInt(4), id, "e" + steps.size());
            case 3 -> new Step.Effect(number);
            case 4, 5 -> new Step.Confirm(number);
            case 6 -> new Step.Fail(number);
            case 7 -> new Step.Ask();
            case 8 -> new Step.Read(number);
            default -> random.nextInt(5) == 0 ? new Step.Drop(number) : new Step.Answer(number);
          });
    }
    return steps;
  }

  /** Runs a program and then lets everything come to its end. */
  static void run(List<Step> steps) {
    ListProgram program = new ListProgram();
    steps.forEach(program::take);
    program.comeToRest();
  }

  private void take(Step step) {
    if (step instanceof Step.Begin begin) {
      begin(begin);
    } else if (step instanceof Step.Elsewhere other) {
      store(changeOf(other.kind(), other.threadId(), other.title()));
    } else if (step instanceof Step.Ask) {
      list = list.ask();
      asked.add(new Question(list.now()));
    } else if (step instanceof Step.Effect effect && !underWay.isEmpty()) {
      takeEffect(asked(effect.number()));
    } else if (step instanceof Step.Confirm confirm && !underWay.isEmpty()) {
      confirm(asked(confirm.number()));
    } else if (step instanceof Step.Fail fail && !underWay.isEmpty()) {
      fail(asked(fail.number()));
    } else if (step instanceof Step.Read read && !asked.isEmpty()) {
      read(asked.get(read.number() % asked.size()));
    } else if (step instanceof Step.Answer answer && !asked.isEmpty()) {
      answer(asked.get(answer.number() % asked.size()));
    } else if (step instanceof Step.Drop drop && !asked.isEmpty()) {
      Question dropped = asked.remove(drop.number() % asked.size());
      list = list.drop(dropped.number);
    }
    assertSame();
  }

  private void begin(Step.Begin begin) {
    if (list.shown().find(begin.threadId()) == null) {
      return;
    }
    ListChange change = changeOf(begin.kind(), begin.threadId(), begin.title());
    list = list.begin(change);
    Change begun = new Change(list.now(), change);
    underWay.add(begun);
    history.add(begun);
  }

  private static ListChange changeOf(int kind, String id, String title) {
    return switch (kind) {
      case 0 -> new ListChange.Rename(id, title);
      case 1 -> new ListChange.SetStatus(id, Status.ARCHIVED);
      case 2 -> new ListChange.SetStatus(id, Status.REGULAR);
      default -> new ListChange.Delete(id);
    };
  }

  /** Returns the change that the storage was asked for: of each thread, one at a time. */
  private Change asked(int number) {
    Change chosen = underWay.get(number % underWay.size());
    return underWay.stream()
        .filter(each -> each.change.threadId().equals(chosen.change.threadId()))
        .findFirst()
        .orElse(chosen);
  }

  private void takeEffect(Change change) {
    if (!change.isDone) {
      change.isDone = true;
      store(change.change);
    }
  }

  private void store(ListChange change) {
    ListedThreads before = ListedThreads.NONE.replacedBy(List.copyOf(storage.values()));
    ListedThreads after = before.after(List.of(change));
    storage.clear();
    storage.putAll(after.records());
  }

  private void confirm(Change change) {
    takeEffect(change);
    list = list.confirm(change.number);
    change.confirmedAt = list.now();
    underWay.remove(change);
  }

  private void fail(Change change) {
    if (change.isDone) {
      // A storage that has done it says so.
      confirm(change);
      return;
    }
    list = list.fail(change.number);
    underWay.remove(change);
    history.remove(change);
  }

  private void read(Question question) {
    if (question.read == null) {
      question.read = List.copyOf(storage.values());
    }
  }

  private void answer(Question question) {
    read(question);
    asked.remove(question);
    if (question.number < newestQuestion) {
      list = list.drop(question.number);
      return;
    }
    list = list.listed(question.number, requireNonNull(question.read));
    List<Change> contained = history.stream()
        .filter(each -> each.confirmedAt > 0 && each.confirmedAt < question.number)
        .toList();
    history.removeAll(contained);
    newest = newest.after(changes(contained)).replacedBy(requireNonNull(question.read));
    newestQuestion = question.number;
  }

  /** The model: the newest list, and every change that it may lack replayed over it. */
  private ListedThreads expected() {
    return newest.after(changes(history));
  }

  private static List<ListChange> changes(List<Change> changes) {
    return changes.stream().map(each -> each.change).toList();
  }

  private void assertSame() {
    ListedThreads expected = expected();
    ListedThreads shown = list.shown();
    assertThat(shown.regular()).isEqualTo(expected.regular());
    assertThat(shown.archived()).isEqualTo(expected.archived());
    for (String id : shown.regular()) {
      assertThat(shown.find(id)).isEqualTo(expected.find(id));
    }
    for (String id : shown.archived()) {
      assertThat(shown.find(id)).isEqualTo(expected.find(id));
    }
  }

  /** When nothing is under way, a list shows exactly what the storage has. */
  private void comeToRest() {
    while (!underWay.isEmpty()) {
      confirm(underWay.get(0));
      assertSame();
    }
    while (!asked.isEmpty()) {
      answer(asked.get(0));
      assertSame();
    }
    take(new Step.Ask());
    take(new Step.Answer(0));
    List<ThreadRecord> stored = List.copyOf(storage.values());
    List<String> regular = new ArrayList<>();
    List<String> archived = new ArrayList<>();
    stored.forEach(each -> (each.status() == Status.ARCHIVED ? archived : regular).add(each.id()));
    assertThat(list.shown().regular()).isEqualTo(regular);
    assertThat(list.shown().archived()).isEqualTo(archived);
    stored.forEach(each -> assertThat(list.shown().find(each.id())).isEqualTo(each));
  }
}
