package dev.antiphon.examples.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueCommandsTest {

  private final LiveChat chat = new LiveChat();

  @AfterEach
  void close() {
    chat.close();
  }

  @Test
  @DisplayName("QUEUE-1: what is typed, queued and steered while a reply streams is sent in turn")
  void queueAndSteer() throws Exception {
    chat.begin("one").type("two").type("/queue three").type("/steer four").type("/queue");

    assertThat(chat.lines())
        .contains(
            "(sent when the reply above has ended; /queue lists what waits)",
            " 1  steer  four",
            " 2  queue  two",
            " 3  queue  three");
    assertThat(chat.finish(4).lines())
        .containsSubsequence(
            "> four", "Well, as to 'four': yes.", "> two", "Well, as to 'two': yes.", "> three")
        .endsWith("Well, as to 'three': yes.");
  }

  @Test
  @DisplayName("QUEUE-10: /move changes the order")
  void move() throws Exception {
    chat.begin("one").type("two").type("three").type("four");

    chat.type("/move 3 first").type("/move 1 steer").type("/move 3 2");

    assertThat(chat.lines())
        .containsSubsequence(
            " 1  queue  four",
            " 2  queue  two",
            " 3  queue  three",
            " 1  steer  four",
            " 2  queue  two",
            " 3  queue  three",
            " 1  steer  four",
            " 2  queue  three",
            " 3  queue  two");
    assertThat(chat.finish(4).lines()).containsSubsequence("> four", "> three", "> two");
  }

  @Test
  @DisplayName("QUEUE-9: /change and /unqueue work on what waits")
  void changeAndRemove() throws Exception {
    chat.begin("one").type("two").type("three");

    chat.type("/change 2 drei").type("/unqueue 1");

    assertThat(chat.lines()).contains(" 2  queue  drei", "(taken back: two)");
    assertThat(chat.finish(2).lines()).contains("> drei").doesNotContain("> two", "> three");
  }

  @Test
  @DisplayName("QUEUE-5: after /cancel what waits is kept, and /resume sends it")
  void cancelAndResume() throws Exception {
    chat.begin("one").type("two").type("/cancel");

    chat.type("/queue");
    chat.type("/resume");

    assertThat(chat.lines())
        .contains(
            "(messages that wait: 1; they are sent before your next one, or by /resume)",
            " 1  queue  two",
            "(not sent before your next message, or /resume)");
    assertThat(chat.finish(1).lines()).endsWith("> two", "Well, as to 'two': yes.");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("what cannot be done is said, and nothing has changed")
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      /queue           | No message waits. Type one while a reply is being written.
      /steer           | The text is missing, as in: /steer Be brief
      /move 1          | Give a message and a place, as in: /move 2 first
      /move 1 first    | There is no waiting message 1: 0 wait. See /queue.
      /move x first    | 'x' is no number. Give one, as in: /move 2 first
      /change 1        | The text is missing, as in: /change 1 What is 5*5?
      /unqueue 1       | There is no waiting message 1: 0 wait. See /queue.
      /retry 1         | There is no waiting message 1: 0 wait. See /queue.
      """)
  void refusals(String line, String answer) {
    assertThatThrownBy(() -> chat.type(line))
        .isInstanceOf(RefusedException.class)
        .hasMessage(answer);
  }

  @Test
  @DisplayName("a place that is none is said")
  void wrongPlace() {
    chat.begin("one").type("two");

    assertThatThrownBy(() -> chat.type("/move 1 aside"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("'aside' is no number");
    assertThatThrownBy(() -> chat.type("/move 1 1"))
        .isInstanceOf(dev.antiphon.thread.QueuePlacementException.class);
  }
}
