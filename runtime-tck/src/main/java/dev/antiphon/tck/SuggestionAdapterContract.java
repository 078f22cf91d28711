package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.port.SuggestionRequest;
import dev.antiphon.thread.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SuggestionAdapter} promises. Extend it and say how to open yours.
 *
 * <p><b>Threads.</b> Calls the adapter on threads of its own, as the runtime does.
 */
@PortContract(SuggestionAdapter.class)
public abstract class SuggestionAdapterContract {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");
  private static final List<Message> TALK = List.of(
      SampleMessages.user("u", "Where is the key?"),
      SampleMessages.assistant("a", "Under the mat."));

  /** Makes the contract. */
  protected SuggestionAdapterContract() {}

  /** Opens an adapter that suggests something after a question and its answer. */
  protected abstract SuggestionAdapter open();

  /** One question to the adapter. */
  private static final class Question {
    private final SwitchedCancellation cancellation = new SwitchedCancellation();
    private final List<List<Suggestion>> lists = new CopyOnWriteArrayList<>();
    private final FutureTask<Boolean> call;

    Question(SuggestionAdapter adapter, List<Message> messages, boolean isCancelled) {
      if (isCancelled) {
        cancellation.cancel();
      }
      SuggestionRequest request = new SuggestionRequest(THREAD, messages, cancellation);
      this.call = Aside.begin(() -> {
        adapter.generate(request, list -> lists.add(List.copyOf(list)));
        return true;
      });
    }

    List<Suggestion> last() throws Exception {
      Aside.result(call);
      assertThat(lists).as("lists of suggestions").isNotEmpty();
      return lists.get(lists.size() - 1);
    }
  }

  @Test
  @DisplayName("SUGG-2: after an answer it suggests something, without blanks around it")
  final void suggests() throws Exception {
    List<Suggestion> suggestions = new Question(open(), TALK, false).last();

    assertThat(suggestions).isNotEmpty();
    assertThat(suggestions)
        .allSatisfy(each -> assertThat(each.prompt()).isEqualTo(each.prompt().strip()));
  }

  @Test
  @DisplayName("SUGG-2: odd texts, many messages and none at all are no reason to fail")
  final void oddMessages() throws Exception {
    SuggestionAdapter adapter = open();
    List<Message> odd = new ArrayList<>();
    for (String text : SampleTexts.odd()) {
      odd.add(SampleMessages.user("u" + odd.size(), text));
      odd.add(SampleMessages.assistant("a" + odd.size(), text));
    }

    Aside.result(new Question(adapter, odd, false).call);
    Aside.result(new Question(adapter, List.of(), false).call);
  }

  @Test
  @DisplayName("SUGG-3: a question that is cancelled comes back at once")
  final void cancelled() throws Exception {
    Question question = new Question(open(), TALK, true);

    Aside.end(question.call);

    assertThat(question.call).isDone();
  }

  @Test
  @DisplayName("SUGG-2: questions at once do not hinder each other")
  final void together() throws Exception {
    SuggestionAdapter adapter = open();
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      questions.add(new Question(adapter, TALK, i % 4 == 3));
    }

    for (int i = 0; i < 8; i++) {
      if (i % 4 != 3) {
        assertThat(questions.get(i).last()).isNotEmpty();
      }
    }
  }
}
