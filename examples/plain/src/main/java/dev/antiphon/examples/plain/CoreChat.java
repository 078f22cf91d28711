package dev.antiphon.examples.plain;

import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.ThreadRuntime;

/**
 * A chat with {@code runtime-core} alone: nothing else of ours is on the class path, nothing is
 * looked for, nothing is kept.
 */
public final class CoreChat {

  private CoreChat() {}

  /**
   * Says each argument, and prints what comes back.
   *
   * @param arguments messages
   * @throws Exception if a reply fails
   */
  public static void main(String[] arguments) throws Exception {
    ChatModelAdapter echo = (request, reply) -> reply.text("You said: " + request.lastUserText());
    try (LocalRuntime runtime = LocalRuntime.builder(echo).build()) {
      ThreadRuntime thread = runtime.threads("ada").open("notes");
      for (String message : arguments) {
        System.out.println(thread.send(message).await().text());
      }
    }
  }
}
