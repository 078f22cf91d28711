package dev.antiphon.directive;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;

/** Commands after a slash; read each time somebody asks (rule DIR-6). */
public final class SlashCommandSource implements TriggerSource {

  /** The type of the directive that names a command. */
  public static final String COMMAND = "command";

  private static final TriggerCategory COMMANDS = new TriggerCategory("commands", "Commands");

  private final Supplier<List<SlashCommand>> commands;

  /**
   * Makes a source.
   *
   * @param commands gives the commands as they are now, in order
   */
  public SlashCommandSource(Supplier<List<SlashCommand>> commands) {
    this.commands = requireNonNull(commands, "commands");
  }

  @Override
  public List<TriggerCategory> categories() {
    return List.of(COMMANDS);
  }

  @Override
  public List<TriggerItem> items(String categoryId) {
    return categoryId.equals(COMMANDS.id())
        ? commands.get().stream()
            .map(each -> new TriggerItem(COMMAND, each.id(), each.label(), each.description()))
            .toList()
        : List.of();
  }
}
