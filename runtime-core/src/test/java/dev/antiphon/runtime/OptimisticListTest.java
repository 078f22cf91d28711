package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.port.ThreadRecord;
import dev.antiphon.port.ThreadRecord.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OptimisticListTest {

  private OptimisticList list = OptimisticList.EMPTY;

  private static ThreadRecord regular(String id) {
    return ThreadRecord.builder(id).build();
  }

  private static ThreadRecord found(ListedThreads threads, String id) {
    return requireNonNull(threads.find(id), id);
  }

  private static ThreadRecord archived(String id) {
    return ThreadRecord.builder(id).status(Status.ARCHIVED).build();
  }

  private static ThreadRecord named(String id, String remoteId) {
    return ThreadRecord.builder(id).remoteId(remoteId).build();
  }

  private static ListChange archive(String id) {
    return new ListChange.SetStatus(id, Status.ARCHIVED);
  }

  private void given(ThreadRecord... records) {
    long question = ask();
    list = list.listed(question, List.of(records));
  }

  private long ask() {
    list = list.ask();
    return list.now();
  }

  private long begin(ListChange change) {
    list = list.begin(change);
    return list.now();
  }

  private String titleOf(String id) {
    ThreadRecord found = list.shown().find(id);
    return found == null ? "gone" : String.valueOf(found.title());
  }

  @Test
  @DisplayName("LIST-4: a list takes the place of both orders; known threads stay known")
  void replaced() {
    given(regular("a"), archived("b"), regular("c"));

    given(regular("d"), archived("a"));

    assertThat(list.shown().regular()).containsExactly("d");
    assertThat(list.shown().archived()).containsExactly("a");
    assertThat(list.shown().records().keySet()).containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  @DisplayName("LIST-6: of two threads of one id the first counts")
  void duplicates() {
    ThreadRecord first = regular("a").toBuilder().title("first").build();

    given(first, archived("a"), regular("b"));

    assertThat(list.shown().regular()).containsExactly("a", "b");
    assertThat(list.shown().archived()).isEmpty();
    assertThat(titleOf("a")).isEqualTo("first");
  }

  @Test
  @DisplayName("LIST-7: a page leaves out what is listed, and only that")
  void page() {
    given(regular("a"), regular("b"));
    given(regular("a"));
    long question = ask();

    list = list.paged(question, List.of(regular("a"), regular("b"), archived("c")));

    assertThat(list.shown().regular()).containsExactly("a", "b");
    assertThat(list.shown().archived()).containsExactly("c");
  }

  @Test
  @DisplayName("LIST-8: of overlapping renames the last shows; if it fails, the one before")
  void overlappingRenames() {
    given(regular("a"));
    long first = begin(new ListChange.Rename("a", "one"));
    long second = begin(new ListChange.Rename("a", "two"));
    String whileUnderWay = titleOf("a");

    list = list.confirm(second);
    String afterSecond = titleOf("a");
    list = list.confirm(first);
    String afterBoth = titleOf("a");
    long third = begin(new ListChange.Rename("a", "three"));
    list = list.fail(third);

    assertThat(List.of(whileUnderWay, afterSecond, afterBoth, titleOf("a"))).containsOnly("two");
  }

  @Test
  @DisplayName("LIST-8: a change that fails is taken back alone")
  void rolledBackAlone() {
    given(regular("a"), regular("b"));
    long rename = begin(new ListChange.Rename("a", "title"));
    long archive = begin(archive("a"));
    begin(new ListChange.SetCustom("a", Map.of("k", 1)));

    list = list.fail(archive);

    assertThat(list.shown().regular()).containsExactly("a", "b");
    assertThat(titleOf("a")).isEqualTo("title");
    assertThat(found(list.fail(rename).shown(), "a").title()).isNull();
    assertThat(found(list.shown(), "a").custom()).isEqualTo(Map.of("k", 1));
  }

  @Test
  @DisplayName("LIST-8, LIST-16: the order of the calls decides who is in front, not the answers")
  void frontByOrderOfCalls() {
    given(regular("a"), regular("b"));
    long first = begin(archive("a"));
    long second = begin(archive("b"));

    OptimisticList other = list.confirm(second);

    assertThat(list.shown().archived()).containsExactly("b", "a");
    assertThat(other.shown().archived()).containsExactly("b", "a");
    assertThat(other.confirm(first).shown().archived()).containsExactly("b", "a");
  }

  @Test
  @DisplayName("LIST-9: a list asked for before a change does not undo it, confirmed or not")
  void olderList() {
    given(regular("a"), regular("b"), regular("c"));
    long question = ask();
    long delete = begin(new ListChange.Delete("a"));
    long archive = begin(archive("b"));
    long rename = begin(new ListChange.Rename("c", "new"));
    OptimisticList confirmed = list.confirm(delete).confirm(archive).confirm(rename);
    List<ThreadRecord> old = List.of(regular("a"), regular("b"), regular("c"));

    for (OptimisticList each : List.of(list, confirmed)) {
      ListedThreads shown = each.listed(question, old).shown();
      assertThat(shown.find("a")).isNull();
      assertThat(shown.regular()).containsExactly("c");
      assertThat(shown.archived()).containsExactly("b");
      assertThat(found(shown, "c").title()).isEqualTo("new");
    }
  }

  @Test
  @DisplayName("LIST-9: a list asked for after a change was confirmed may undo it: it knows better")
  void newerList() {
    given(regular("a"));
    long archive = begin(archive("a"));
    list = list.confirm(archive);

    given(regular("a"));

    assertThat(list.shown().regular()).containsExactly("a");
  }

  @Test
  @DisplayName("LIST-9: a page asked for before a delete does not bring the thread back")
  void olderPage() {
    given(regular("a"));
    long first = ask();
    list = list.found(first, regular("z"), false);
    long question = ask();
    long delete = begin(new ListChange.Delete("z"));
    list = list.confirm(delete);

    list = list.paged(question, List.of(regular("z"), regular("y")));

    assertThat(list.shown().regular()).containsExactly("a", "y");
    assertThat(list.shown().find("z")).isNull();
  }

  @Test
  @DisplayName("LIST-10: a thread that was asked for is put at the end, unless the list has it")
  void fetched() {
    given(regular("a"), archived("b"));
    long known = ask();
    list = list.found(known, regular("a"), true);
    long more = ask();
    list = list.found(more, archived("c"), true);
    long only = ask();
    list = list.found(only, regular("d"), false);

    assertThat(list.shown().regular()).containsExactly("a");
    assertThat(list.shown().archived()).containsExactly("b", "c");
    assertThat(list.shown().find("d")).isNotNull();
  }

  @Test
  @DisplayName("LIST-13: a created thread is in front, also over a list that does not name it")
  void created() {
    given(regular("a"));
    long question = ask();
    long create = begin(new ListChange.Create("n", null));
    List<String> underWay = list.shown().regular();
    OptimisticList listed = list.listed(question, List.of(regular("a")));
    OptimisticList confirmed =
        list.confirm(create, regular("n")).listed(question, List.of(regular("a")));

    assertThat(underWay).containsExactly("n", "a");
    assertThat(listed.shown().regular()).containsExactly("n", "a");
    assertThat(confirmed.shown().regular()).containsExactly("n", "a");
    assertThat(list.fail(create).shown().regular()).containsExactly("a");
  }

  @Test
  @DisplayName("LIST-13: a list that names the created thread by the storage's name lists it once")
  void namedByTheStorage() {
    given(regular("a"));
    long question = ask();
    long create = begin(new ListChange.Create("n", null));
    List<ThreadRecord> page = List.of(named("r9", "r9"), regular("a"));

    OptimisticList during = list.listed(question, page);
    OptimisticList after = during.confirm(create, named("n", "r9"));
    OptimisticList later = list.confirm(create, named("n", "r9")).listed(question, page);

    assertThat(during.shown().regular()).containsExactly("n", "a");
    assertThat(after.shown().regular()).containsExactly("n", "a");
    assertThat(after.shown().find("r9")).isNull();
    assertThat(after.idOf("r9")).isEqualTo("n");
    assertThat(later.shown().regular()).containsExactly("n", "a");
  }

  @Test
  @DisplayName("LIST-13: another thread of such a name is listed when the creation is over")
  void anotherThread() {
    given(regular("a"));
    long question = ask();
    long create = begin(new ListChange.Create("n", null));
    list = list.listed(question, List.of(named("r7", "r7"), regular("a")));

    OptimisticList created = list.confirm(create, named("n", "r9"));
    OptimisticList failed = list.fail(create);

    assertThat(created.shown().regular()).containsExactly("n", "r7", "a");
    assertThat(failed.shown().regular()).containsExactly("r7", "a");
  }

  @Test
  @DisplayName("LIST-24: of the threads before another storage only those named stay")
  void anotherStorage() {
    given(regular("a"), archived("b"));
    long create = begin(new ListChange.Create("n", null));
    list = list.confirm(create, regular("n"));
    long question = ask();

    list = list.listedAnew(question, List.of(regular("x"), archived("b")), Set.of("n"));

    assertThat(list.shown().records().keySet()).containsExactlyInAnyOrder("x", "b", "n");
    assertThat(list.shown().regular()).containsExactly("n", "x");
    assertThat(list.shown().archived()).containsExactly("b");
  }

  @Test
  @DisplayName("EVT-10: an order that did not change is the same object")
  void sameObjects() {
    given(regular("a"), archived("b"));
    ListedThreads before = list.shown();

    begin(new ListChange.Rename("a", "title"));

    assertThat(list.shown().regular()).isSameAs(before.regular());
    assertThat(list.shown().archived()).isSameAs(before.archived());
  }
}
