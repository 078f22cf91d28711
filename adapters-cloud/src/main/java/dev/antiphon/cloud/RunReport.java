package dev.antiphon.cloud;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.spi.json.JacksonJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is told of a run; texts are cut where the API cuts them. */
final class RunReport {

  private static final int MAX_TEXT = 50_000;
  private static final int MAX_ERROR = 2048;
  private static final int MAX_ERROR_CODE = 64;
  private static final int MAX_FINISH_REASON = 32;
  private static final JacksonJson JSON = new JacksonJson();

  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final Message message;
  private final boolean hasContent;

  private RunReport(Message message, boolean hasContent) {
    this.message = message;
    this.hasContent = hasContent;
  }

  /** Returns whether a run is told of at all: one that waits for a person is not over. */
  static boolean isDue(RunOutcome outcome) {
    return outcome != RunOutcome.PAUSED && outcome != RunOutcome.NOT_SENT;
  }

  /**
   * Returns the fields of a report, but for thread and message.
   *
   * @param hasContent whether texts, arguments and results are in it
   */
  static Map<String, Object> of(Message message, RunOutcome outcome, boolean hasContent) {
    RunReport report = new RunReport(message, hasContent);
    report.addOutcome(outcome);
    report.addSteps();
    report.addTiming();
    report.addCalls();
    if (hasContent && !message.text().isEmpty()) {
      report.fields.put("output_text", cut(message.text(), MAX_TEXT));
    }
    return report.fields;
  }

  private void addOutcome(RunOutcome outcome) {
    fields.put(
        "status",
        switch (outcome) {
          case COMPLETE -> "completed";
          case FAILED -> "error";
          case INCOMPLETE, CANCELLED, PAUSED, NOT_SENT -> "incomplete";
        });
    Status status = message.status();
    Status.Reason reason = status == null ? null : status.reason();
    if (outcome == RunOutcome.CANCELLED) {
      fields.put("outcome_type", "aborted");
    } else if (reason == Status.Reason.LENGTH) {
      fields.put("outcome_type", "length");
    } else if (reason == Status.Reason.CONTENT_FILTER) {
      fields.put("outcome_type", "content_filter");
    }
    ErrorInfo error = status == null ? null : status.error();
    if (error != null) {
      fields.put("error_code", cut(error.code(), MAX_ERROR_CODE));
      fields.put("error", cut(error.message(), MAX_ERROR));
    }
  }

  private void addSteps() {
    List<Step> steps = message.metadata().steps();
    fields.put("total_steps", steps.size());
    List<Map<String, Object>> reported = new ArrayList<>();
    for (Step step : steps) {
      Map<String, Object> each = new LinkedHashMap<>();
      addUsage(each, step.usage());
      if (step.finishReason() != null) {
        each.put("finish_reason", cut(step.finishReason(), MAX_FINISH_REASON));
      }
      reported.add(each);
    }
    if (!reported.isEmpty()) {
      fields.put("steps", reported);
    }
    steps.stream()
        .map(Step::usage)
        .filter(Objects::nonNull)
        .reduce(TokenUsage::plus)
        .ifPresent(usage -> addUsage(fields, usage));
  }

  private static void addUsage(Map<String, Object> target, @Nullable TokenUsage usage) {
    if (usage != null) {
      target.put("input_tokens", usage.inputTokens());
      target.put("output_tokens", usage.outputTokens());
    }
  }

  private void addTiming() {
    MessageTiming timing = message.metadata().timing();
    if (timing == null) {
      return;
    }
    if (timing.firstTokenTime() != null) {
      fields.put("first_token_ms", timing.firstTokenTime());
    }
    if (timing.totalStreamTime() != null) {
      fields.put("duration_ms", timing.totalStreamTime());
    }
  }

  private void addCalls() {
    List<Map<String, Object>> calls = new ArrayList<>();
    for (ToolCallPart call : message.toolCalls()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("tool_name", WellFormedText.of(call.toolName()));
      each.put("tool_call_id", WellFormedText.of(call.toolCallId().value()));
      if (hasContent) {
        each.put("tool_args", cut(call.argsText().toString(), MAX_TEXT));
        if (call.hasResult()) {
          each.put("tool_result", cut(JSON.write(call.result()), MAX_TEXT));
        }
      }
      calls.add(each);
    }
    if (!calls.isEmpty()) {
      fields.put("tool_calls", calls);
    }
  }

  private static String cut(String text, int length) {
    return WellFormedText.of(text.length() <= length ? text : text.substring(0, length));
  }
}
