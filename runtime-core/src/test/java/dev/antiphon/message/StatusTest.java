package dev.antiphon.message;

import static dev.antiphon.testing.TestMessages.NOW;
import static dev.antiphon.testing.TestMessages.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.error.ErrorInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StatusTest {

  private static final TextPart TEXT = TextPart.of("a");
  private static final TextPart STREAMING =
      TextPart.builder(TextView.of("a")).status(Status.RUNNING).build();
  private static final TextPart ENDED =
      TextPart.builder(TextView.of("a")).status(Status.COMPLETE).build();
  private static final ToolCallPart CALL =
      ToolCallPart.builder(new ToolCallId("c"), "tool").build();
  private static final ToolCallPart RESOLVED = CALL.toBuilder().result(null).build();

  @Test
  @DisplayName("a status has the reasons of its type and no others")
  void reasonsOfTypes() {
    Map<Status.Type, Set<String>> allowed = Map.of(
        Status.Type.RUNNING, Set.of("null"),
        Status.Type.REQUIRES_ACTION, Set.of("TOOL_CALLS", "INTERRUPT"),
        Status.Type.COMPLETE, Set.of("null", "STOP", "UNKNOWN"),
        Status.Type.INCOMPLETE,
            Set.of(
                "CANCELLED",
                "TOOL_CALLS",
                "LENGTH",
                "CONTENT_FILTER",
                "OTHER",
                "ERROR",
                "INTERRUPTED"));

    for (Status.Type type : Status.Type.values()) {
      Set<String> accepted = new TreeSet<>();
      if (isAccepted(type, null)) {
        accepted.add("null");
      }
      for (Status.Reason reason : Status.Reason.values()) {
        if (isAccepted(type, reason)) {
          accepted.add(reason.name());
        }
      }
      assertThat(accepted).as("reasons of %s", type).isEqualTo(allowed.get(type));
    }
  }

  private static boolean isAccepted(Status.Type type, Status.@Nullable Reason reason) {
    try {
      return new Status(type, reason, null).type() == type;
    } catch (InvalidMessageException refused) {
      return false;
    }
  }

  @Test
  @DisplayName("an error stands only with the reason error")
  void errors() {
    ErrorInfo error = ErrorInfo.of(ErrorInfo.NETWORK, "secret");

    assertThat(Status.failed(error).isError()).isTrue();
    assertThat(Status.failed(error)).hasToString("incomplete/error (network)");
    assertThat(Status.STOP).hasToString("complete/stop");
    assertThat(Status.RUNNING).hasToString("running");
    assertThatThrownBy(() -> new Status(Status.Type.INCOMPLETE, Status.Reason.OTHER, error))
        .isInstanceOf(InvalidMessageException.class);
  }

  @Test
  @DisplayName("terminal is complete or incomplete, paused is requires-action")
  void terminalAndPaused() {
    assertThat(List.of(Status.STOP, Status.CANCELLED)).allMatch(Status::isTerminal);
    assertThat(List.of(Status.RUNNING, Status.TOOL_CALLS)).noneMatch(Status::isTerminal);
    assertThat(Status.INTERRUPT.isPaused()).isTrue();
    assertThat(Status.RUNNING.isPaused()).isFalse();
    assertThat(Status.CANCELLED.isError()).isFalse();
  }

  @Test
  @DisplayName("MSG-7: the parts of a non-assistant message are complete")
  void notAssistant() {
    Message user =
        Message.builder(id("m"), Role.USER, NOW).content(List.of(STREAMING)).build();

    assertThat(PartStatuses.of(user, 0)).isEqualTo(Status.COMPLETE);
  }

  @Test
  @DisplayName("MSG-7: a resolved call is complete, an unresolved one has the message's status")
  void calls() {
    for (Status whole : List.of(Status.RUNNING, Status.TOOL_CALLS, Status.CANCELLED)) {
      Message message = message(whole, RESOLVED, CALL, TEXT);
      assertThat(PartStatuses.of(message, 0)).isEqualTo(Status.COMPLETE);
      assertThat(PartStatuses.of(message, 1)).isEqualTo(whole);
    }
  }

  @Test
  @DisplayName(
      "MSG-7: while the message runs, a part's own status counts, else only the last one runs")
  void running() {
    Message message = message(Status.RUNNING, STREAMING, TEXT, ENDED);
    assertThat(PartStatuses.of(message, 0)).isEqualTo(Status.RUNNING);
    assertThat(PartStatuses.of(message, 1)).isEqualTo(Status.COMPLETE);
    assertThat(PartStatuses.of(message, 2)).isEqualTo(Status.COMPLETE);
    assertThat(PartStatuses.of(message(Status.RUNNING, TEXT), 0)).isEqualTo(Status.RUNNING);
  }

  @Test
  @DisplayName("MSG-7: in a paused message all but the calls are complete")
  void paused() {
    Message message = message(Status.TOOL_CALLS, CALL, STREAMING);
    assertThat(PartStatuses.of(message, 1)).isEqualTo(Status.COMPLETE);
  }

  @Test
  @DisplayName("MSG-7: in a terminal message the last part has its status, whatever the parts say")
  void terminal() {
    Message message = message(Status.CANCELLED, STREAMING, ENDED);
    assertThat(PartStatuses.of(message, 0)).isEqualTo(Status.COMPLETE);
    assertThat(PartStatuses.of(message, 1)).isEqualTo(Status.CANCELLED);
  }

  @Test
  @DisplayName(
      "MSG-8: a group is running if a member is, else like its last; an empty one is complete")
  void groups() {
    assertThat(PartStatuses.ofGroup(List.of())).isEqualTo(Status.COMPLETE);
    assertThat(PartStatuses.ofGroup(List.of(Status.RUNNING, Status.COMPLETE)))
        .isEqualTo(Status.RUNNING);
    assertThat(PartStatuses.ofGroup(List.of(Status.COMPLETE, Status.CANCELLED)))
        .isEqualTo(Status.CANCELLED);
  }

  private static Message message(Status status, MessagePart... parts) {
    return Message.builder(id("m"), Role.ASSISTANT, NOW)
        .content(List.of(parts))
        .status(status)
        .build();
  }
}
