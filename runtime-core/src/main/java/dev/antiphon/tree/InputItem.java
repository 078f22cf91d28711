package dev.antiphon.tree;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Json;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message as it may be given, and its place: what {@link ExportedThread#of} builds a thread from.
 *
 * <p>Made by applications and adapters; an immutable value, safe to share.
 */
public final class InputItem {

  private final MessageInput input;
  private final @Nullable MessageId parentId;
  private final @Nullable Map<String, Object> runConfig;

  private InputItem(
      MessageInput input, @Nullable MessageId parentId, @Nullable Map<String, Object> runConfig) {
    this.input = requireNonNull(input, "input");
    this.parentId = parentId;
    this.runConfig = runConfig;
  }

  /**
   * Returns a message at its place.
   *
   * @param input the message; with an id
   * @param parentId the message it stands below, or {@code null} for a root
   */
  public static InputItem of(MessageInput input, @Nullable MessageId parentId) {
    return new InputItem(input, parentId, null);
  }

  /** Returns the message. */
  public MessageInput input() {
    return input;
  }

  /** Returns the message it stands below, or {@code null} for a root. */
  public @Nullable MessageId parentId() {
    return parentId;
  }

  /** Returns the run config it was sent or made with, or {@code null}. */
  public @Nullable Map<String, Object> runConfig() {
    return runConfig;
  }

  /**
   * Returns this item with a run config.
   *
   * @param newRunConfig a JSON object, or {@code null}
   */
  public InputItem withRunConfig(@Nullable Map<String, ?> newRunConfig) {
    return new InputItem(
        input, parentId, newRunConfig == null ? null : Json.objectOf(newRunConfig, "runConfig"));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InputItem that
        && input.equals(that.input)
        && Objects.equals(parentId, that.parentId)
        && Objects.equals(runConfig, that.runConfig);
  }

  @Override
  public int hashCode() {
    return Objects.hash(input, parentId);
  }

  @Override
  public String toString() {
    return "InputItem[" + input + " below " + parentId + "]";
  }
}
