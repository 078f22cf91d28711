package dev.antiphon.runtime;

import dev.antiphon.message.FilePart;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.TextPart;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Measures results: UTF-8 bytes of their JSON (option maxToolResultBytes). */
final class ResultSize {

  private ResultSize() {}

  static boolean isWithin(int limit, ToolResult result, JsonCodec json) {
    return sizeOf(result.result(), json) <= limit
        && sizeOf(result.artifact(), json) <= limit
        && modelContentSize(result) <= limit;
  }

  private static long sizeOf(@Nullable Object value, JsonCodec json) {
    return json.write(value).getBytes(StandardCharsets.UTF_8).length;
  }

  private static long modelContentSize(ToolResult result) {
    long size = 0;
    if (result.modelContent() != null) {
      for (MessagePart part : result.modelContent()) {
        String text = part instanceof TextPart written
            ? written.text()
            : part instanceof FilePart file ? file.data() : "";
        size += text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return size;
  }
}
