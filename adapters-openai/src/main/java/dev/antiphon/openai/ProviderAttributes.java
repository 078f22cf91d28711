package dev.antiphon.openai;

import dev.langchain4j.data.message.AiMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** LangChain4j's attributes of a message as JSON; what is no plain JSON is left out. */
final class ProviderAttributes {

  private ProviderAttributes() {}

  static Map<String, Object> toJson(Map<String, Object> attributes) {
    Map<String, Object> kept = new LinkedHashMap<>();
    attributes.forEach((key, value) -> {
      if (!key.equals(AiMessage.GENERATED_IMAGES_KEY) && isJson(value)) {
        kept.put(key, value);
      }
    });
    return kept;
  }

  private static boolean isJson(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.keySet().stream().allMatch(String.class::isInstance)
          && map.values().stream().allMatch(ProviderAttributes::isJson);
    }
    if (value instanceof List<?> list) {
      return list.stream().allMatch(ProviderAttributes::isJson);
    }
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }
}
