package dev.antiphon.spi.json;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.AudioPart;
import dev.antiphon.message.DataPart;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.GenerativeUiPart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.SourcePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolInterrupt;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.message.UnknownPart;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes messages of every shape from one seed. */
final class RandomMessages {

  private static final List<String> STRINGS = List.of(
      "",
      " ",
      "a",
      "null",
      "\u0000",
      "\uD83D",
      "\uDE00 alone",
      "\uD83D\uDE00 pair",
      "\uD83D\uDE00\uD83D",
      "\u2028\u2029",
      "\"quoted\\\"\n\t",
      "\u202Eright to left",
      "\uFFFF",
      "line\r\nline");

  private static final List<Number> NUMBERS = List.of(
      0,
      -1,
      Integer.MAX_VALUE,
      Long.MIN_VALUE,
      new BigInteger("123456789012345678901234567890"),
      0.0,
      -0.0,
      0.1,
      5.0,
      1e300,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      new BigDecimal("1E+400"),
      new BigDecimal("-1.5E-400"),
      new BigDecimal("0.1000000000000000055511151231257827"),
      new BigDecimal("1152921504606846977"),
      new BigDecimal(BigInteger.TEN.pow(320).add(BigInteger.ONE)));

  private static final List<Double> FINITE_RATES = List.of(0.0, 12.5);

  private static final List<Double> ALL_RATES =
      List.of(0.0, 12.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

  private final Random random;
  private final List<Double> rates;

  RandomMessages(long seed) {
    this(seed, ALL_RATES);
  }

  private RandomMessages(long seed, List<Double> rates) {
    this.random = new Random(seed);
    this.rates = rates;
  }

  /** Makes messages that the forms of assistant-ui can say. */
  static RandomMessages expressible(long seed) {
    return new RandomMessages(seed, FINITE_RATES);
  }

  Message next() {
    return message(2);
  }

  private Message message(int depth) {
    Role role = pick(List.of(Role.values()));
    Message.Builder message = Message.builder(
            new MessageId("m" + random.nextInt()), role, instant())
        .unknownFields(unknownFields());
    return switch (role) {
      case SYSTEM -> message.content(List.of(textPart())).custom(object(1)).build();
      case USER ->
        message
            .content(list(() -> userPart(depth)))
            .custom(object(1))
            .attachments(list(() -> attachment(depth)))
            .build();
      case ASSISTANT ->
        message
            .content(list(() -> assistantPart(depth)))
            .status(status())
            .metadata(metadata())
            .build();
    };
  }

  private Attachment attachment(int depth) {
    return Attachment.builder(new AttachmentId("att"), string(), string())
        .contentType(orNull(this::string))
        .content(list(() -> userPart(depth)))
        .build();
  }

  private MessagePart userPart(int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> textPart();
      case 1 -> image();
      case 2 -> file();
      case 3 -> new DataPart(string(), json(3));
      case 4 -> new AudioPart(string(), random.nextBoolean() ? "mp3" : "wav");
      default -> unknown(depth);
    };
  }

  private MessagePart assistantPart(int depth) {
    return switch (random.nextInt(9)) {
      case 0 -> textPart();
      case 1 ->
        ReasoningPart.builder(TextView.of(string()))
            .summary(orNull(this::string))
            .status(orNull(this::status))
            .providerMetadata(orNull(() -> object(1)))
            .parentId(orNull(this::string))
            .build();
      case 2, 3 -> call(depth);
      case 4 -> source();
      case 5 -> image();
      case 6 -> file();
      case 7 ->
        new GenerativeUiPart(
            with(object(2), "root", json(2)), orNull(this::string), orNull(this::string));
      default -> unknown(depth);
    };
  }

  private TextPart textPart() {
    return TextPart.builder(TextView.of(string()))
        .status(orNull(this::status))
        .providerMetadata(orNull(() -> object(1)))
        .parentId(orNull(this::string))
        .build();
  }

  private ImagePart image() {
    return new ImagePart(string(), orNull(this::string), orNull(() -> object(1)));
  }

  private FilePart file() {
    return new FilePart(
        string(),
        string(),
        orNull(this::string),
        orNull(() -> pick(List.of("url", "id"))),
        orNull(() -> object(1)),
        orNull(this::string));
  }

  private SourcePart source() {
    return random.nextBoolean()
        ? new SourcePart.Url(
            string(), string(), orNull(this::string), orNull(() -> object(1)), orNull(this::string))
        : new SourcePart.Document(
            string(),
            string(),
            string(),
            orNull(this::string),
            orNull(() -> object(1)),
            orNull(this::string));
  }

  /** Has some for the message itself, some for a part that may be there or not. */
  private Map<String, Object> unknownFields() {
    Map<String, Object> unknown = new LinkedHashMap<>();
    for (String pointer : List.of("", "/content/0", "/metadata", "/metadata/steps/0/usage")) {
      if (random.nextInt(4) == 0) {
        unknown.put(pointer, with(new LinkedHashMap<>(), "new " + string(), json(2)));
      }
    }
    return unknown;
  }

  /** Has its type anywhere among its fields. */
  private UnknownPart unknown(int depth) {
    Map<String, Object> fields = new LinkedHashMap<>(object(depth));
    fields.remove("type");
    fields.put("type", "hologram");
    fields.putAll(object(1));
    fields.put("type", "hologram");
    return new UnknownPart("hologram", fields);
  }

  private ToolCallPart call(int depth) {
    ToolCallPart.Builder call = ToolCallPart.builder(new ToolCallId("c" + string()), string())
        .args(object(2))
        .argsText(TextView.of(string()))
        .isError(random.nextBoolean())
        .modelContent(orNull(() -> list(() -> random.nextBoolean() ? textPart() : file())))
        .timing(orNull(() -> new ToolTiming(instant(), orNull(this::instant))))
        .approval(orNull(this::approval))
        .interrupt(orNull(() -> new ToolInterrupt(json(1))))
        .mcp(orNull(() -> object(2)))
        .messages(depth == 0 ? null : orNull(() -> list(() -> message(depth - 1))))
        .isProviderExecuted(random.nextBoolean())
        .providerMetadata(orNull(() -> object(1)))
        .parentId(orNull(this::string));
    if (random.nextBoolean()) {
      call.result(json(2));
    }
    if (random.nextBoolean()) {
      call.artifact(json(2));
    }
    return call.build();
  }

  private ToolApproval approval() {
    return ToolApproval.builder(new ApprovalId("a" + random.nextInt()))
        .approved(orNull(random::nextBoolean))
        .reason(orNull(this::string))
        .optionId(orNull(this::string))
        .isAutomatic(random.nextBoolean())
        .options(orNull(() -> list(() -> new ApprovalOption(
            string(),
            string(),
            orNull(this::string),
            orNull(this::string),
            json(1),
            orNull(random::nextBoolean)))))
        .resolution(orNull(() -> pick(List.of(ToolApproval.Resolution.values()))))
        .editedArguments(orNull(() -> object(1)))
        .expiresAt(orNull(this::instant))
        .argumentsHash(orNull(this::string))
        .build();
  }

  private MessageMetadata metadata() {
    return MessageMetadata.builder()
        .state(json(2))
        .annotations(values())
        .data(values())
        .steps(list(() -> Step.builder()
            .messageId(orNull(this::string))
            .usage(orNull(() -> new TokenUsage(random.nextLong(), random.nextInt())))
            .finishReason(orNull(this::string))
            .contentSize(orNull(() -> random.nextInt(1000)))
            .build()))
        .timing(orNull(() -> MessageTiming.builder()
            .streamStartTime(orNull(random::nextLong))
            .firstTokenTime(orNull(random::nextLong))
            .totalStreamTime(orNull(random::nextLong))
            .tokenCount(orNull(random::nextLong))
            .tokensPerSecond(orNull(() -> pick(rates)))
            .totalChunks(random.nextLong())
            .toolCallCount(random.nextInt())
            .build()))
        .submittedFeedback(
            orNull(() -> new Feedback(pick(List.of(Feedback.Type.values())), orNull(this::string))))
        .custom(object(2))
        .build();
  }

  private Status status() {
    return switch (random.nextInt(5)) {
      case 0 ->
        pick(List.of(Status.RUNNING, Status.COMPLETE, Status.STOP, Status.COMPLETE_UNKNOWN));
      case 1 -> pick(List.of(Status.TOOL_CALLS, Status.INTERRUPT));
      case 2 ->
        Status.failed(new ErrorInfo(
            string(),
            string(),
            orNull(() -> pick(List.of(ErrorInfo.Severity.values()))),
            orNull(() -> pick(List.of(ErrorInfo.Display.values())))));
      default ->
        Status.incomplete(pick(List.of(
            Status.Reason.CANCELLED,
            Status.Reason.TOOL_CALLS,
            Status.Reason.LENGTH,
            Status.Reason.CONTENT_FILTER,
            Status.Reason.OTHER,
            Status.Reason.ERROR,
            Status.Reason.INTERRUPTED)));
    };
  }

  private Instant instant() {
    return switch (random.nextInt(4)) {
      case 0 -> Instant.EPOCH;
      case 1 -> Instant.ofEpochMilli(random.nextLong() % 253_402_300_800_000L);
      case 2 -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      default -> pick(List.of(Instant.MIN, Instant.MAX));
    };
  }

  /** Returns any JSON, {@code null} included. */
  @Nullable
  Object json(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> pick(NUMBERS);
      case 3 -> random.nextBoolean() ? random.nextLong() : (Object) random.nextGaussian();
      case 4 -> string();
      case 5 -> values();
      default -> object(depth - 1);
    };
  }

  private List<Object> values() {
    List<Object> values = new ArrayList<>();
    for (int count = random.nextInt(4); count > 0; count--) {
      values.add(json(1));
    }
    return values;
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int count = random.nextInt(4); count > 0; count--) {
      object.put(string(), json(depth));
    }
    return object;
  }

  private static Map<String, Object> with(
      Map<String, Object> object, String key, @Nullable Object value) {
    object.put(key, value);
    return object;
  }

  private String string() {
    return random.nextInt(3) > 0
        ? pick(STRINGS)
        : random
            .ints(random.nextInt(12), 0, 0x10000)
            .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
            .toString();
  }

  private <T> List<T> list(Supplier<? extends T> element) {
    List<T> list = new ArrayList<>();
    for (int count = random.nextInt(4); count > 0; count--) {
      list.add(element.get());
    }
    return list;
  }

  private <T> @Nullable T orNull(Supplier<? extends T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private <T> T pick(List<? extends T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
