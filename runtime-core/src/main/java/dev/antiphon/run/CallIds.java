package dev.antiphon.run;

import dev.antiphon.message.ToolCallId;

/** Keeps the ids of tool calls unique in a thread (rule REPLY-4). */
public interface CallIds {

  /**
   * Takes an id for a new call.
   *
   * @param wanted the id that the model gave
   * @return the same, or a new one if it was used before in the thread
   */
  ToolCallId take(ToolCallId wanted);
}
