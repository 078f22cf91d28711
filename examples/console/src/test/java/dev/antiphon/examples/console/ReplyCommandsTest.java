package dev.antiphon.examples.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFeedback;
import dev.antiphon.message.Feedback;
import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.port.StorageException;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.NoActiveSessionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplyCommandsTest {

  @Test
  @DisplayName("FEED-1: /good, /bad and /unmark mark the last reply, with words or without")
  void marks() throws Exception {
    InMemoryFeedback feedback = new InMemoryFeedback();
    try (LiveChat chat = new LiveChat(builder -> builder.feedback(feedback))) {
      chat.begin("one").finish(1).type("/good").awaitLine("(marked as good)");
      chat.type("/bad too short").awaitLine("(marked as bad: too short)");

      assertThat(feedback.find(chat.thread().key(), chat.thread().message(1).id()))
          .contains(Feedback.negative().withComment("too short"));
      chat.type("/unmark").awaitLine("(the mark is taken back)");
      assertThat(feedback.find(chat.thread().key(), chat.thread().message(1).id()))
          .isEmpty();
    }
  }

  @Test
  @DisplayName("FEED-1, FEED-3: without a reply, without an adapter, or if it fails, it is said")
  void cannotMark() throws Exception {
    try (LiveChat chat = new LiveChat()) {
      assertThatThrownBy(() -> chat.type("/good")).isInstanceOf(RefusedException.class);
      chat.begin("one").finish(1);
      assertThatThrownBy(() -> chat.type("/good")).isInstanceOf(FeatureUnavailableException.class);
    }
    try (LiveChat chat = new LiveChat(builder -> builder.feedback(request -> {
      throw new StorageException("unavailable", "Nobody listens.", true, null);
    }))) {
      chat.begin("one").finish(1);
      assertThatThrownBy(() -> chat.type("/good")).hasMessage("Nobody listens.");
    }
  }

  @Test
  @DisplayName("FEED-2: a mark is there after a restart")
  void markIsKept(@TempDir Path folder) {
    PipedChat.in(folder).say("What is 1+1?", "/good", "/history");

    assertThat(PipedChat.in(folder).say("/unmark")).contains("(the mark is taken back)");
  }

  @Test
  @DisplayName("SPEECH-1, SPEECH-4: /speak reads the last reply or another message, /silence stops")
  void speak() throws Exception {
    List<String> read = new CopyOnWriteArrayList<>();
    CountDownLatch isStopped = new CountDownLatch(1);
    SpeechSynthesisAdapter speech = SpeechSynthesisAdapter.blocking((request, started) -> {
      read.add(request.text());
      request.cancellation().onCancel(isStopped::countDown);
      started.run();
      if (request.text().equals("one")) {
        isStopped.await();
      }
    });
    try (LiveChat chat = new LiveChat(builder -> builder.speech(speech))) {
      chat.begin("one").finish(1);
      chat.type("/speak").awaitLine("(read)");
      chat.type("/speak 1").awaitLine("(is being read; /silence stops it)");
      chat.type("/silence").awaitLine("(not read to its end)");

      assertThat(read).containsExactly("Well, as to 'one': yes.", "one");
      assertThatThrownBy(() -> chat.type("/silence")).isInstanceOf(NoActiveSessionException.class);
      assertThatThrownBy(() -> chat.type("/speak 9"))
          .hasMessage("There is no message 9: 2 are shown. See /history.");
    }
  }

  @Test
  @DisplayName("SPEECH-3: a reply that cannot be read is said, and the chat goes on")
  void cannotSpeak(@TempDir Path folder) {
    List<String> lines = PipedChat.in(folder)
        .with("antiphon.speech", "files")
        .with("speech.program", "no-such-program")
        .with("speech.folder", folder.resolve("speech").toString())
        .say("What is 1+1?", "/speak", "What is 2+2?");

    assertThat(lines)
        .anyMatch(line -> line.startsWith("No speech program is installed. Install one of "))
        .endsWith("2+2 = 4.");
    assertThat(Files.exists(folder.resolve("speech"))).isFalse();
  }
}
