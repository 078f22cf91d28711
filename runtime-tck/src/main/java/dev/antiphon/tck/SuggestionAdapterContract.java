package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.port.SuggestionRequest;
import dev.antiphon.thread.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link SuggestionAdapter} promises. Extend it and say how to open yours. */
@PortContract(SuggestionAdapter.class)
public abstract class SuggestionAdapterContract {

  private static final List<Message> CONVERSATION = List.of(
      SampleMessages.user("q", "What is the weather in Aachen?"),
      SampleMessages.assistant("a", "It rains in Aachen."));

  private SuggestionAdapter adapter;

  /** Makes the contract; {@link #open} is called before each test. */
  @SuppressWarnings("NullAway.Init") // openAdapter() sets the adapter before each test
  protected SuggestionAdapterContract() {}

  /** Opens an adapter that finds something to suggest after a question and its answer. */
  protected abstract SuggestionAdapter open();

  @BeforeEach
  final void openAdapter() {
    adapter = open();
  }

  @Test
  @DisplayName("SUGG-2: after a question and its answer something is suggested")
  final void suggests() throws Exception {
    List<List<Suggestion>> lists = generate(CONVERSATION);

    assertThat(lists).isNotEmpty();
    assertThat(lists.get(lists.size() - 1)).isNotEmpty();
  }

  @Test
  @DisplayName("SUGG-1: no list has a prompt twice, or one that is not what a person could send")
  final void prompts() throws Exception {
    for (List<Suggestion> list : generate(CONVERSATION)) {
      assertThat(list).extracting(Suggestion::prompt).doesNotHaveDuplicates();
      assertThat(list)
          .allSatisfy(each -> assertThat(each.prompt()).isEqualTo(each.prompt().strip()))
          .allSatisfy(each -> assertThat(each.shownTitle()).isNotBlank());
    }
  }

  @Test
  @DisplayName("SUGG-2: a list that was handed over is not changed any more")
  final void listsStay() throws Exception {
    List<List<Suggestion>> given = new CopyOnWriteArrayList<>();
    List<List<Suggestion>> copies = new CopyOnWriteArrayList<>();

    adapter.generate(request(CONVERSATION, new SwitchedCancellation()), list -> {
      given.add(list);
      copies.add(List.copyOf(list));
    });

    assertThat(given).isEqualTo(copies);
  }

  @Test
  @DisplayName("SUGG-4: messages without text, of every kind and with odd texts do no harm")
  final void oddMessages() throws Exception {
    List<Message> messages = new ArrayList<>(SampleMessages.all());
    messages.removeIf(Message::isRunning);
    messages.addAll(CONVERSATION);

    assertThat(generate(messages)).doesNotContainNull();
    assertThat(generate(List.of())).doesNotContainNull();
  }

  @Test
  @DisplayName("SUGG-3: a request that was cancelled before it began comes back without a list")
  final void cancelledBefore() {
    List<List<Suggestion>> lists = new CopyOnWriteArrayList<>();

    Throwable thrown = catchThrowable(() ->
        adapter.generate(request(CONVERSATION, SwitchedCancellation.cancelled()), lists::add));

    assertThat(thrown instanceof Error).as("thrown: %s", thrown).isFalse();
    assertThat(lists).isEmpty();
  }

  private List<List<Suggestion>> generate(List<Message> messages) throws Exception {
    List<List<Suggestion>> lists = new CopyOnWriteArrayList<>();
    adapter.generate(request(messages, new SwitchedCancellation()), lists::add);
    return lists;
  }

  private static SuggestionRequest request(
      List<Message> messages, SwitchedCancellation cancellation) {
    return new SuggestionRequest(new ThreadKey("alice", "thread-1"), messages, cancellation);
  }
}
