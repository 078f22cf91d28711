package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.testing.RandomConversation;
import dev.antiphon.testing.Seeds;
import dev.antiphon.thread.LoadState;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs long random conversations; {@code -Dantiphon.seed=…} replays one. */
class StoredAsShownTest {

  private static final int CONVERSATIONS = 200;
  private static final int COMMANDS = 120;

  static LongStream seeds() {
    return LongStream.of(Seeds.of(StoredAsShownTest.class, CONVERSATIONS));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName(
      "HIST-2…12: when nothing waits and the storage works, what is shown is what is stored")
  void storedAsShown(long seed) {
    RandomConversation conversation = new RandomConversation(seed);

    conversation.run(COMMANDS);
    conversation.settle();

    String replay = "Replay with: " + Seeds.replay(StoredAsShownTest.class, seed);
    ThreadRuntime thread = conversation.thread();
    LoadedThread stored = conversation.stored();
    List<MessageItem> items = itemsOf(stored);
    assertThat(thread.state().loadState()).as(replay).isEqualTo(LoadState.LOADED);
    assertThat(thread.state().unsaved()).as(replay).isEmpty();
    assertThat(items)
        .as(replay)
        .containsExactlyInAnyOrderElementsOf(thread.export().items());
    assertThat(stored.head())
        .as(replay)
        .isEqualTo(Head.of(thread.export().head().messageId()));
  }

  /** Returns the stored items; one without its parent at the root, where it is shown (LOAD-5). */
  private static List<MessageItem> itemsOf(LoadedThread stored) {
    Set<MessageId> ids = stored.items().stream().map(StoredMessage::id).collect(Collectors.toSet());
    return stored.items().stream()
        .map(StoredMessage.Intact.class::cast)
        .map(StoredMessage.Intact::item)
        .map(item -> item.parentId() == null || ids.contains(item.parentId())
            ? item
            : item.withParentId(null))
        .toList();
  }
}
