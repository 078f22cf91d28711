package dev.antiphon.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.runtime.WhenBusy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bodies are commands, and how others are refused. */
class CommandDecoderTest {

  private final CommandDecoder decoder = new CommandDecoder(new RequestLimits(10_000, 64));

  private Command decode(String json) {
    return decoder.decode(json.getBytes(StandardCharsets.UTF_8), null);
  }

  @Test
  @DisplayName(
      "a message of a page is a user's, whatever the page says, and has no id of its choice")
  void addMessage() {
    Command command = decode(
        "{'type':'add-message','parentId':'a1','role':'system','id':'x','content':[{'type':'text','text':'Hi'}],'attachments':[],'runConfig':{'custom':{'n':1}},'whenBusy':'steer'}"
            .replace('\'', '"'));

    assertThat(command).isInstanceOfSatisfying(Command.AddMessage.class, add -> {
      assertThat(add.message().role()).isEqualTo(Role.USER);
      assertThat(add.message().id()).isNull();
      assertThat(add.options().parent()).isEqualTo(new MessageId("a1"));
      assertThat(add.options().whenBusy()).isEqualTo(WhenBusy.STEER);
      assertThat(add.options().runConfig()).containsKey("custom");
      assertThat(add.sourceId()).isNull();
    });
  }

  @Test
  @DisplayName("an edit names its source, and takes its place from there")
  void edit() {
    Command command = decode(
        "{\"type\":\"add-message\",\"parentId\":null,\"sourceId\":\"u1\",\"content\":\"Again\"}");

    assertThat(command).isInstanceOfSatisfying(Command.AddMessage.class, add -> {
      assertThat(add.sourceId()).isEqualTo(new MessageId("u1"));
      assertThat(add.options().hasParent()).isFalse();
    });
  }

  @Test
  @DisplayName("an approval carries option and reason, and the text stands for the reason")
  void approval() {
    Command command = decode(
        "{\"type\":\"approval\",\"approvalId\":\"g1\",\"approved\":false,\"text\":\"not today\"}");

    assertThat(command).isInstanceOfSatisfying(Command.Decide.class, decide -> {
      assertThat(decide.response().approved()).isFalse();
      assertThat(decide.response().reason()).isEqualTo("not today");
    });
  }

  @Test
  @DisplayName("a mark is given and taken back")
  void feedback() {
    assertThat(
            decode(
                "{\"type\":\"feedback\",\"messageId\":\"a1\",\"feedback\":\"negative\",\"comment\":\"no\"}"))
        .isEqualTo(
            new Command.Mark(new MessageId("a1"), new Feedback(Feedback.Type.NEGATIVE, "no")));
    assertThat(decode("{\"type\":\"feedback\",\"messageId\":\"a1\",\"feedback\":null}"))
        .isEqualTo(new Command.Mark(new MessageId("a1"), null));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
          {}                                                         | type              | missing
          {"type":7}                                                 | type              | a number
          {"type":"rm"}                                              | type              | name of a command
          {"type":"add-message"}                                     | content           | missing
          {"type":"add-message","content":[]}                        | content           | missing
          {"type":"add-message","content":[7]}                       | content[0]        | a number
          {"type":"add-message","content":"x","parentId":{}}         | parentId          | an object
          {"type":"add-message","content":"x","whenBusy":"never"}    | whenBusy          | enqueue
          {"type":"add-message","content":"x","runConfig":[]}        | runConfig         | an array
          {"type":"switch-branch","headId":""}                       | headId            | 0 characters
          {"type":"delete"}                                          | messageId         | missing
          {"type":"approval","approvalId":"g"}                       | approved          | missing
          {"type":"approval","approvalId":"g","approved":"yes"}      | approved          | a string
          {"type":"tool-result","messageId":"a","toolCallId":"c"}    | result            | missing
          {"type":"feedback","messageId":"a"}                        | feedback          | missing
          {"type":"feedback","messageId":"a","feedback":"great"}     | feedback          | positive, negative
          {"type":"queue-move","itemId":"q","lane":"fast"}           | lane              | steer, queue
          """)
  @DisplayName("S9: a bad field is named, with what is expected and what is there")
  void badFields(String body, String field, String problem) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> decode(body))
        .withMessageContaining(problem)
        .satisfies(refusal -> {
          assertThat(refusal.field()).isEqualTo(field);
          assertThat(refusal.httpStatus()).isEqualTo(400);
        });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          []
          null
          {"type":"cancel"} x
          {"type":"cancel","type":"delete"}
          {"type":"cancel"
          ``
          """)
  @DisplayName("S9: what is not one JSON object without a name twice is refused")
  void noObject(String body) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> decode(body == null ? "" : body));
  }

  @Test
  @DisplayName(
      "S9: nesting, size and bytes that are not UTF-8 are refused before anything is made of them")
  void limits() {
    String deep = "{\"type\":\"cancel\",\"x\":" + "[".repeat(64) + "]".repeat(64) + "}";
    byte[] large = new byte[10_001];
    byte[] notUtf8 = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> decode(deep))
        .withMessageContaining("64 levels");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> decoder.decode(large, null))
        .satisfies(refusal -> assertThat(refusal.httpStatus()).isEqualTo(413));
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> decoder.decode(notUtf8, null))
        .withMessageContaining("UTF-8");
  }

  @Test
  @DisplayName("a refusal does not repeat what was sent")
  void saysNoValue() {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> decode("{\"type\":\"<script>secret\"}"))
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("secret"));
  }
}
