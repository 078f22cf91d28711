package dev.antiphon.examples.web;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.Attachment;
import dev.antiphon.runtime.Composer;
import dev.antiphon.runtime.ThreadListRuntime;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.spi.json.ShownJson;
import dev.antiphon.thread.PendingAttachment;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes an attachment of a file: {@code POST /api/attachments?threadId=…&name=…} with the file as
 * the body, its type as {@code Content-Type}, and the header {@code X-Antiphon}. The answer is what
 * the page puts into {@code attachments} of its message. The file is checked as the settings say,
 * by its bytes, and is kept nowhere.
 */
final class AttachmentRoute {

  private static final JacksonJson JSON = new JacksonJson();
  private static final ShownJson SHOWN = new ShownJson();

  void add(Exchange exchange, ThreadListRuntime threads, int maxBytes) throws IOException {
    if (!exchange.method().equals("POST")) {
      throw WebServer.notAllowed();
    }
    String threadId = required(exchange, "threadId");
    String name = required(exchange, "name");
    byte[] body = exchange.body(maxBytes);
    Composer composer = threads.open(threadId).composer();
    PendingAttachment added = Stages.await(
        composer.addAttachment(new InMemoryFile(name, exchange.header("Content-Type"), body)));
    Attachment attachment;
    try {
      attachment = added.toAttachment();
    } catch (IllegalStateException incomplete) {
      throw new HttpRefusal(
          409,
          "refused",
          "Files of this kind are completed by a send only. Choose another adapter.");
    } finally {
      Stages.await(composer.removeAttachment(added.id()));
    }
    exchange.json(201, json(attachment));
  }

  private static String required(Exchange exchange, String name) {
    return exchange
        .query(name)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new HttpRefusal(
            400, "refused", "Expected '%s' in the query of the address.".formatted(name)));
  }

  private static Map<String, Object> json(Attachment attachment) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", attachment.id().value());
    fields.put("type", attachment.type());
    fields.put("name", attachment.name());
    fields.put("contentType", attachment.contentType());
    fields.put("status", Map.of("type", "complete"));
    fields.put("content", JSON.parse(SHOWN.content(attachment.content())));
    return fields;
  }
}
