package dev.antiphon.spi.json;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.ToolApproval;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of the gate on a tool call. */
final class ApprovalForm {

  private ApprovalForm() {}

  static void write(JsonSink out, @Nullable ToolApproval approval, Flavour flavour)
      throws IOException {
    if (approval == null) {
      return;
    }
    out.beginObject("approval");
    out.string("id", approval.id().value());
    out.bool("approved", approval.approved());
    out.string("reason", approval.reason());
    out.string("optionId", approval.optionId());
    out.flag("isAutomatic", approval.isAutomatic());
    List<ApprovalOption> options = approval.options();
    if (options != null) {
      out.beginArray("options");
      for (ApprovalOption option : options) {
        writeOption(out, option);
      }
      out.endArray();
    }
    ToolApproval.Resolution resolution = approval.resolution();
    out.string("resolution", flavour.name(resolution));
    out.object("editedArguments", approval.editedArguments());
    out.string("expiresAt", flavour.time(approval.expiresAt()));
    out.string("argumentsHash", approval.argumentsHash());
    out.endObject();
  }

  private static void writeOption(JsonSink out, ApprovalOption option) throws IOException {
    out.beginObject();
    out.string("id", option.id());
    out.string("kind", option.kind());
    out.string("label", option.label());
    out.string("description", option.description());
    if (option.grants() != null) {
      out.field("grants", option.grants());
    }
    out.bool("confirm", option.confirm());
    out.endObject();
  }

  static ToolApproval read(JsonCursor in) throws IOException {
    ApprovalId id = null;
    Boolean approved = null;
    String reason = null;
    String optionId = null;
    boolean isAutomatic = false;
    List<ApprovalOption> options = null;
    ToolApproval.Resolution resolution = null;
    Map<String, Object> editedArguments = null;
    Instant expiresAt = null;
    String argumentsHash = null;
    in.beginObject();
    while (in.nextField()) {
      switch (in.name()) {
        case "id" -> id = new ApprovalId(in.string());
        case "approved" -> approved = in.bool();
        case "reason" -> reason = in.string();
        case "optionId" -> optionId = in.string();
        case "isAutomatic" -> isAutomatic = in.bool();
        case "options" -> options = options(in);
        case "resolution" -> resolution = in.oneOf(ToolApproval.Resolution.class);
        case "editedArguments" -> editedArguments = in.object();
        case "expiresAt" -> expiresAt = in.instant();
        case "argumentsHash" -> argumentsHash = in.string();
        default -> throw in.unknownField();
      }
    }
    return ToolApproval.builder(in.required(id, "id"))
        .approved(approved)
        .reason(reason)
        .optionId(optionId)
        .isAutomatic(isAutomatic)
        .options(options)
        .resolution(resolution)
        .editedArguments(editedArguments)
        .expiresAt(expiresAt)
        .argumentsHash(argumentsHash)
        .build();
  }

  private static List<ApprovalOption> options(JsonCursor in) throws IOException {
    List<ApprovalOption> options = new ArrayList<>();
    in.beginArray();
    while (in.nextElement(options.size())) {
      options.add(option(in));
    }
    return options;
  }

  private static ApprovalOption option(JsonCursor in) throws IOException {
    String id = null;
    String kind = null;
    String label = null;
    String description = null;
    Object grants = null;
    Boolean confirm = null;
    in.beginObject();
    while (in.nextField()) {
      switch (in.name()) {
        case "id" -> id = in.string();
        case "kind" -> kind = in.string();
        case "label" -> label = in.string();
        case "description" -> description = in.string();
        case "grants" -> grants = in.value();
        case "confirm" -> confirm = in.bool();
        default -> throw in.unknownField();
      }
    }
    return new ApprovalOption(
        in.required(id, "id"), in.required(kind, "kind"), label, description, grants, confirm);
  }
}
