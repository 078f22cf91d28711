package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.ThreadPage;
import dev.antiphon.port.ThreadRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One list of the two that the API has. */
class CloudListTest {

  private final CloudWorld world = new CloudWorld();
  private final CloudThreadList list = new CloudThreadList(world.client());

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private static ThreadKey thread(int number) {
    return new ThreadKey("ada", "t" + number);
  }

  private List<ThreadRecord> all() {
    List<ThreadRecord> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      ThreadPage page = list.list("ada", cursor);
      all.addAll(page.threads());
      cursor = page.nextCursor();
    } while (cursor != null);
    return all;
  }

  @Test
  @DisplayName("LIST-6: regular and archived threads come in one order, each once")
  void merged() {
    for (int number = 0; number < 70; number++) {
      list.initialize(thread(number));
      if (number % 3 == 0) {
        list.archive(thread(number));
      }
    }

    List<ThreadRecord> all = all();

    assertThat(all).extracting(ThreadRecord::id).doesNotHaveDuplicates().hasSize(70);
    assertThat(all)
        .filteredOn(record -> record.status() == ThreadRecord.Status.ARCHIVED)
        .hasSize(24);
  }

  @Test
  @DisplayName("LIST-6: a short list is one page")
  void onePage() {
    list.initialize(thread(1));
    list.archive(thread(1));
    list.initialize(thread(2));

    assertThat(list.list("ada", null).nextCursor()).isNull();
  }

  @Test
  @DisplayName("LIST-7: if all rows that a cursor remembers are gone, the list starts again")
  void cursorIsGone() {
    for (int number = 0; number < 45; number++) {
      list.initialize(thread(number));
    }
    ThreadPage first = list.list("ada", null);
    first.threads().forEach(record -> list.delete(new ThreadKey("ada", record.id())));

    assertThat(list.list("ada", first.nextCursor()).threads()).hasSize(20);
  }

  @Test
  @DisplayName("LIST-6: a cursor that no page gave is refused with a typed error")
  void oddCursor() {
    for (String cursor : List.of("x", "{}", "[]", "{\"a\":[1],\"ae\":false}", "")) {
      assertThatThrownBy(() -> list.list("ada", cursor))
          .isInstanceOfSatisfying(
              CloudException.class,
              failure -> assertThat(failure.code()).isEqualTo("invalid-request"));
    }
    assertThat(world.cloud.requests()).isEmpty();
  }

  @Test
  @DisplayName("LIST-12: a thread beyond the first page of 200 is found, archived ones too")
  void foundFarBack() {
    for (int number = 0; number < 210; number++) {
      world
          .client()
          .send(
              "ada",
              CloudCall.post("threads")
                  .body(Map.of(
                      "last_message_at", "2026-01-01T00:00:00.000Z", "external_id", "t" + number)));
    }
    list.archive(thread(0));

    ThreadRecord found = new CloudThreadList(world.client()).initialize(thread(0));

    assertThat(found.status()).isEqualTo(ThreadRecord.Status.ARCHIVED);
    assertThat(world.cloud.data.threads("ada")).hasSize(210);
  }

  @Test
  @DisplayName("LIST-12: a server that gives fewer rows than asked for hides none")
  void smallPages() {
    world.cloud.data.maxPage = 25;
    for (int number = 0; number < 60; number++) {
      list.initialize(thread(number));
    }

    assertThat(new CloudThreadList(world.client()).fetch(thread(0))).isPresent();
    assertThat(all()).hasSize(60);
  }
}
