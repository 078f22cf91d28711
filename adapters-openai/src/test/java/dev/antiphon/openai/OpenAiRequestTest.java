package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.context.CallSettings;
import dev.antiphon.context.ModelConfig;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.Role;
import dev.antiphon.message.TextPart;
import dev.antiphon.port.ContextPolicy;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.tool.ProviderTool;
import dev.antiphon.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What leaves for the server, as it stands on the wire. */
class OpenAiRequestTest {

  private static JsonNode body(ModelWorld world) {
    return RequestCheck.body(world.server.lastRequest());
  }

  private static JsonNode messages(ModelWorld world) {
    return RequestCheck.messages(world.server.lastRequest());
  }

  private static ModelWorld worldWith(ModelContextProvider provider) throws Exception {
    return ModelWorld.open(
        builder -> builder, builder -> builder.context(provider), says("Hello."));
  }

  @Test
  @DisplayName("RUN-13: the system text and all turns are sent, and the usage is asked for")
  void turns() throws Exception {
    try (ModelWorld world =
        worldWith(() -> ModelContribution.builder().system("Be brief.").build())) {
      world.ask("Hi");
      world.ask("And now?");

      assertThat(messages(world))
          .extracting(message -> message.path("role").asText())
          .containsExactly("system", "user", "assistant", "user");
      assertThat(messages(world))
          .extracting(message -> message.path("content").asText())
          .containsExactly("Be brief.", "Hi", "Hello.", "And now?");
      assertThat(body(world).path("stream_options").path("include_usage").asBoolean())
          .isTrue();
      assertThat(world.server.lastRequest().path()).isEqualTo("/v1/chat/completions");
      RequestCheck.assertValid(world.server.lastRequest());
    }
  }

  @Test
  @DisplayName("CTX-6: call settings and config are sent, known ones by name, others as they are")
  void settings() throws Exception {
    CallSettings settings = CallSettings.builder()
        .maxTokens(100)
        .temperature(0.5)
        .topP(0.9)
        .presencePenalty(0.1)
        .frequencyPenalty(0.2)
        .seed(42L)
        .headers(Map.of("X-Team", "blue"))
        .others(Map.of("stop", List.of("END"), "model", "smuggled"))
        .build();
    ModelConfig config = ModelConfig.builder()
        .modelName("other-model")
        .reasoningEffort("low")
        .others(Map.of("parallel_tool_calls", false))
        .build();
    try (ModelWorld world = worldWith(
        () -> ModelContribution.builder().settings(settings).config(config).build())) {
      world.ask("Hi");

      JsonNode body = body(world);
      assertThat(body.path("model").asText()).isEqualTo("other-model");
      assertThat(body.path("max_tokens").asInt()).isEqualTo(100);
      assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
      assertThat(body.path("top_p").asDouble()).isEqualTo(0.9);
      assertThat(body.path("presence_penalty").asDouble()).isEqualTo(0.1);
      assertThat(body.path("frequency_penalty").asDouble()).isEqualTo(0.2);
      assertThat(body.path("seed").asLong()).isEqualTo(42);
      assertThat(body.path("reasoning_effort").asText()).isEqualTo("low");
      assertThat(body.path("parallel_tool_calls").asBoolean(true)).isFalse();
      assertThat(body.path("stop").get(0).asText()).isEqualTo("END");
      assertThat(world.server.lastRequest().headers()).containsEntry("x-team", "blue");
    }
  }

  @Test
  @DisplayName("CTX-6: the key of the model goes to its own server and to no other")
  void keyStaysHome() throws Exception {
    try (ScriptedServer elsewhere = new ScriptedServer(says("Elsewhere."));
        ModelWorld world = worldWith(() -> ModelContribution.builder()
            .config(ModelConfig.builder().baseUrl(elsewhere.url().toString()).build())
            .build())) {
      assertThat(world.ask("Hi").text()).isEqualTo("Elsewhere.");
      assertThat(elsewhere.lastRequest().headers()).doesNotContainKey("authorization");
      assertThat(world.server.requests()).isEmpty();
    }
  }

  @Test
  @DisplayName("CTX-6: a key of the model context is used in place of the model's own")
  void keyOfContext() throws Exception {
    try (ModelWorld world = worldWith(() -> ModelContribution.builder()
        .config(ModelConfig.builder().apiKey("sk-of-ada").build())
        .build())) {
      world.ask("Hi");

      assertThat(world.server.lastRequest().headers())
          .containsEntry("authorization", "Bearer sk-of-ada");
    }
  }

  @Test
  @DisplayName("TOOL-3: tools are sent sorted, with their schema, options untouched")
  void tools() throws Exception {
    Map<String, Object> schema = Map.of(
        "type",
        "object",
        "properties",
        Map.of("n", Map.of("type", "integer", "minimum", 1, "default", 3, "format", "int32")),
        "required",
        List.of("n"),
        "additionalProperties",
        false);
    Tool strict = Tool.builder("count", "Counts")
        .parameters(schema)
        .providerOptions(Map.of("strict", true))
        .handler((arguments, call) -> 1)
        .build();
    Tool search = Tool.builder("search", "Searches")
        .provider(
            ProviderTool.builder("web_search").arguments(Map.of("depth", 2)).build())
        .build();
    Tool off = Tool.builder("off", "Is off").disabled(true).build();
    try (ModelWorld world = ModelWorld.open(
        builder -> builder, builder -> builder.tools(search, off, strict), says("Hello."))) {
      world.ask("Hi");

      JsonNode tools = body(world).path("tools");
      assertThat(tools)
          .extracting(tool -> tool.path("function").path("name").asText(""))
          .containsExactly("count", "rm", "");
      assertThat(tools.get(0).path("function").path("strict").asBoolean()).isTrue();
      assertThat(tools.get(0).path("function").path("parameters")).isEqualTo(WireJson.node(schema));
      assertThat(tools.get(2)).isEqualTo(WireJson.node(Map.of("type", "web_search", "depth", 2)));
    }
  }

  @Test
  @DisplayName("pictures, PDFs, sound and text files of a user message are sent as such")
  void media() throws Exception {
    String text = Base64.getEncoder().encodeToString("a,b\n1,2".getBytes(StandardCharsets.UTF_8));
    MessageInput input = MessageInput.builder(Role.USER)
        .content(List.of(
            TextPart.of("Look:"),
            new ImagePart("data:image/png;base64,iVBORw0KGgo=", "dot.png", null),
            new ImagePart("https://example.org/cat.jpg", null, null),
            new FilePart("JVBERi0xLjc=", "application/pdf", "paper.pdf", null, null, null),
            new FilePart("SUQzBA==", "audio/mpeg", null, null, null, null),
            new FilePart(text, "text/csv; charset=utf-8", "a \"b\".csv", null, null, null),
            new FilePart("UEsDBA==", "application/zip", "all.zip", null, null, null)))
        .build();
    try (ModelWorld world = ModelWorld.of(says("I see."))) {
      world.finished(world.thread.send(input, SendOptions.DEFAULTS));

      JsonNode content = messages(world).get(0).path("content");
      assertThat(content)
          .extracting(part -> part.path("type").asText())
          .containsExactly("text", "image_url", "image_url", "file", "input_audio", "text", "text");
      assertThat(content.get(1).path("image_url").path("url").asText())
          .isEqualTo("data:image/png;base64,iVBORw0KGgo=");
      assertThat(content.get(2).path("image_url").path("url").asText())
          .isEqualTo("https://example.org/cat.jpg");
      assertThat(content.get(3).path("file").path("file_data").asText())
          .isEqualTo("data:application/pdf;base64,JVBERi0xLjc=");
      assertThat(content.get(4).path("input_audio").path("format").asText()).isEqualTo("mp3");
      assertThat(content.get(5).path("text").asText())
          .isEqualTo("<attachment name=\"a &quot;b&quot;.csv\">\na,b\n1,2\n</attachment>");
      assertThat(content.get(6).path("text").asText()).contains("all.zip", "cannot be shown");
    }
  }

  @Test
  @DisplayName("what a model does not take beside text is named in words")
  void textOnly() throws Exception {
    MessageInput input = MessageInput.builder(Role.USER)
        .content(List.of(
            TextPart.of("Look:"),
            new ImagePart("data:image/png;base64,iVBORw0KGgo=", "dot.png", null)))
        .build();
    try (ModelWorld world =
        ModelWorld.with(builder -> builder.accepts(Set.of()), says("I cannot see."))) {
      world.finished(world.thread.send(input, SendOptions.DEFAULTS));

      assertThat(messages(world).get(0).path("content").asText())
          .startsWith("Look:\n\n[The file \"dot.png\" of type image/png is attached");
    }
  }

  @Test
  @DisplayName("COMP-7: attachments and the quote of a user message are sent with it")
  void attachments() throws Exception {
    Attachment notes = Attachment.builder(new AttachmentId("att-1"), "document", "notes.txt")
        .content(List.of(TextPart.of("<attachment name=\"notes.txt\">Buy milk</attachment>")))
        .build();
    MessageInput input = MessageInput.builder(Role.USER)
        .content(List.of(TextPart.of("What is it about?")))
        .attachments(List.of(notes))
        .metadata(MessageMetadata.builder()
            .custom(Map.of("quote", Map.of("text", "one\ntwo", "messageId", "m1")))
            .build())
        .build();
    try (ModelWorld world = ModelWorld.of(says("Milk."))) {
      world.finished(world.thread.send(input, SendOptions.DEFAULTS));

      assertThat(messages(world).get(0).path("content").asText())
          .isEqualTo(
              "> one\n> two\n\nWhat is it about?\n\n<attachment name=\"notes.txt\">Buy milk</attachment>");
    }
  }

  @Test
  @DisplayName("M27: text that leaves is well-formed")
  void wellFormed() throws Exception {
    try (ModelWorld world = ModelWorld.of(says("Hello."))) {
      world.ask("a\u0000b\uD83Dc");

      assertThat(messages(world).get(0).path("content").asText()).isEqualTo("a\uFFFDb\uFFFDc");
    }
  }

  @Test
  @DisplayName("CTX-10: a token budget leaves out the oldest turns")
  void tokenBudget() throws Exception {
    try (ModelWorld world = ModelWorld.with(
        builder -> builder.contextPolicy(ContextPolicy.tokenBudget(30)), says("Hello."))) {
      world.ask("The first question, which is long enough to be left out in the end");
      world.ask("Second");
      world.ask("Third");

      assertThat(messages(world))
          .extracting(message -> message.path("content").asText())
          .containsExactly("Second", "Hello.", "Third");
      assertThat(world.thread.state().messages()).hasSize(6);
    }
  }
}
