package dev.antiphon.examples.console.demo;

import dev.antiphon.message.Message;
import dev.antiphon.message.Role;
import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.port.SuggestionRequest;
import dev.antiphon.thread.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Suggests tricks of the demonstration model that were not shown yet, three at most. */
public final class DemoSuggestions implements SuggestionAdapter {

  private static final int COUNT = 3;

  private static final List<Suggestion> TRICKS = List.of(
      Suggestion.of("What is 12*34?"),
      Suggestion.of("What time is it?"),
      new Suggestion("Please delete note 2", "Delete note 2", "asks for approval first"),
      Suggestion.of("Why is the sky blue?"),
      Suggestion.of("Tell me something long"));

  /** Makes one. */
  public DemoSuggestions() {}

  /** Returns what to suggest where nothing was said yet. */
  public static List<Suggestion> welcome() {
    return TRICKS.subList(0, COUNT);
  }

  @Override
  public void generate(SuggestionRequest request, Consumer<List<Suggestion>> suggestions) {
    List<String> said = request.messages().stream()
        .filter(message -> message.role() == Role.USER)
        .map(Message::text)
        .toList();
    List<Suggestion> left = new ArrayList<>(TRICKS);
    left.removeIf(trick -> said.contains(trick.prompt()));
    suggestions.accept(left.subList(0, Math.min(COUNT, left.size())));
  }
}
