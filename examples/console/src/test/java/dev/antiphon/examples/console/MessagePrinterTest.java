package dev.antiphon.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.thread.MessageView;
import dev.antiphon.thread.SaveState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagePrinterTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final MessagePrinter printer =
      new MessagePrinter(new PlainScreen(new PrintStream(out, true, StandardCharsets.UTF_8)));

  @Test
  @DisplayName(
      "a reply is printed as it grows, each piece once, however many states of it are seen")
  void grows() {
    MessagePart thought = ReasoningPart.of("Hm.");
    ToolCallPart call = ToolCallPart.builder(new ToolCallId("c"), "clock").build();

    print(Status.RUNNING, ReasoningPart.of("H"));
    print(Status.RUNNING, thought, call);
    assertThat(printed()).isEqualTo("(thinking) Hm.");
    print(Status.RUNNING, thought, call, TextPart.of("It "));
    MessagePart answered = call.toBuilder().result("noon").build();
    print(Status.RUNNING, thought, answered, TextPart.of("It is"));
    print(Status.COMPLETE_UNKNOWN, thought, answered, TextPart.of("It is noon."));
    print(Status.COMPLETE_UNKNOWN, thought, answered, TextPart.of("It is noon."));

    assertThat(printed()).isEqualTo("""
            (thinking) Hm.
              [tool] clock {}
            It\s
              [tool] clock = noon
            is noon.
            """);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a reply that is not whole says why")
  @CsvSource(delimiter = '|', textBlock = """
      CANCELLED      | (cancelled)
      INTERRUPTED    | (interrupted: the program ended while this was written; /regenerate writes it anew)
      LENGTH         | (cut: the reply reached its greatest length)
      CONTENT_FILTER | (cut by the provider's content filter)
      TOOL_CALLS     | (stopped: the reply reached the step limit)
      OTHER          | (incomplete)
      """)
  void incomplete(Status.Reason reason, String line) {
    print(Status.incomplete(reason), TextPart.of("Well"));

    assertThat(printed()).isEqualTo("Well\n" + line + "\n");
  }

  @Test
  @DisplayName("an error is one line, whatever its text has in it")
  void failed() {
    print(Status.failed(ErrorInfo.of("x", "No\nway\u001b[31m")));

    assertThat(printed()).isEqualTo("(failed: No way\uFFFD[31m)\n");
  }

  @Test
  @DisplayName("arguments and results that are long are cut")
  void cut() {
    ToolCallPart call = ToolCallPart.builder(new ToolCallId("c"), "read")
        .args(Map.of("path", "x".repeat(5000)))
        .result("first\nsecond " + "y".repeat(5000))
        .build();

    print(Status.COMPLETE_UNKNOWN, call);

    assertThat(printed().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(190).endsWith("…"))
        .anySatisfy(line -> assertThat(line).contains("first second yyy"));
  }

  private void print(Status status, MessagePart... parts) {
    Message message = Message.builder(new MessageId("m"), Role.ASSISTANT, Instant.EPOCH)
        .content(List.of(parts))
        .status(status)
        .build();
    printer.print(new MessageView(message, 0, true, null, 1, 1, SaveState.SAVED, null, null));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
