package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Stamps composer metadata into a user message, key by key (rule SEND-11); pure. */
final class ComposerStamp {

  private ComposerStamp() {}

  /** Returns the message with each key whose value differs from its last one on the branch. */
  static Message on(Message message, Map<String, Object> metadata, List<Message> branch) {
    Map<String, Object> custom = new LinkedHashMap<>(message.metadata().custom());
    metadata.forEach((key, value) -> {
      if (!custom.containsKey(key) && !isLastValue(branch, key, value)) {
        custom.put(key, value);
      }
    });
    return message.toBuilder().custom(custom).build();
  }

  private static boolean isLastValue(List<Message> branch, String key, Object value) {
    for (int i = branch.size() - 1; i >= 0; i--) {
      Map<String, Object> custom = branch.get(i).metadata().custom();
      if (custom.containsKey(key)) {
        return Objects.equals(custom.get(key), value);
      }
    }
    return false;
  }
}
