package dev.antiphon.spi.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.ImportException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gives the decoders what nobody should write: good messages damaged in their letters, and good
 * ones in which values were exchanged for others. They may read it or refuse it; they may not fail.
 */
class DecoderFuzzTest {

  private static final int ROUNDS = Boolean.getBoolean("antiphon.thorough") ? 20_000 : 300;
  private static final String LETTERS = "{}[],:\"0-e\\xu.tn \u0000\uD83D";

  private final MessageJson antiphon = new MessageJson();
  private final ExchangeJson exchange = new ExchangeJson();
  private final AuiV0Json aui = new AuiV0Json();
  private final JacksonJson values = new JacksonJson();

  static LongStream seeds() {
    return MessageJsonTest.seeds();
  }

  @ParameterizedTest(name = "-Dantiphon.seed={0}")
  @MethodSource("seeds")
  @DisplayName(
      "HIST-16: antiphon/v1 that is damaged or strange is a MessageFormatException or read")
  void antiphonForm(long seed) {
    fuzz(seed, antiphon::write, text -> {
      try {
        assertThat(antiphon.read(text)).isNotNull();
      } catch (MessageFormatException refused) {
        assertThat(refused.getMessage()).contains("antiphon/v1");
      }
    });
  }

  @ParameterizedTest(name = "-Dantiphon.seed={0}")
  @MethodSource("seeds")
  @DisplayName("HIST-14: an export that is damaged or strange is a typed refusal, or read")
  void exchangeForm(long seed) {
    fuzz(seed, message -> exchange.write(ExportedThread.chain(List.of(message))), text -> {
      try {
        exchange.write(exchange.read(text, new TestCompletion()));
      } catch (MessageFormatException refused) {
        assertThat(refused.getMessage()).contains("exchange form of assistant-ui");
      } catch (ImportException refused) {
        assertThat(refused.problems()).isNotEmpty();
      }
    });
  }

  @ParameterizedTest(name = "-Dantiphon.seed={0}")
  @MethodSource("seeds")
  @DisplayName("HIST-14: a row of aui/v0 that is strange is a MessageFormatException or read")
  void cloudForm(long seed) {
    fuzz(seed, message -> values.write(aui.encode(message)), text -> {
      try {
        if (values.parse(text) instanceof Map<?, ?> row) {
          aui.encode(aui.decode(asObject(row), new MessageId("m"), TestCompletion.NOW));
        }
      } catch (MessageFormatException refused) {
        assertThat(refused.getMessage()).contains("aui/v0");
      } catch (IllegalArgumentException noJson) {
        assertThat(noJson.getMessage()).containsAnyOf("JSON value", "JSON text");
      }
    });
  }

  private void fuzz(long seed, Function<Message, String> write, Consumer<String> read) {
    RandomMessages messages = RandomMessages.expressible(seed);
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      String text = write.apply(messages.next());
      String given = random.nextBoolean() ? damaged(text, random) : strange(text, random);
      try {
        read.accept(given);
      } catch (RuntimeException | StackOverflowError failure) {
        throw new AssertionError("seed %d, round %d: %s".formatted(seed, i, given), failure);
      }
    }
  }

  private static String damaged(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(4)) {
        case 0 -> damaged.setLength(at + 1);
        case 1 -> damaged.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
        case 2 -> damaged.insert(at, damaged.substring(at, Math.min(at + 40, damaged.length())));
        default -> damaged.setCharAt(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
    }
    return damaged.toString();
  }

  /** Exchanges values, renames and takes away fields, in well-formed JSON. */
  private String strange(String text, Random random) {
    Object json = new JacksonJson().parse(text);
    int one = 1 + random.nextInt(Math.max(1, size(json)));
    return values.write(changed(json, random, new int[] {one}));
  }

  private static int size(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return 1 + map.values().stream().mapToInt(DecoderFuzzTest::size).sum();
    }
    return json instanceof List<?> list
        ? 1 + list.stream().mapToInt(DecoderFuzzTest::size).sum()
        : 1;
  }

  /** Changes the node that is reached after so many. */
  private @Nullable Object changed(@Nullable Object json, Random random, int[] left) {
    if (--left[0] == 0) {
      return other(json, random);
    }
    if (json instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> {
        boolean isRenamed = left[0] == 1 && random.nextInt(4) == 0;
        copy.put(isRenamed ? "renamed" : (String) key, changed(value, random, left));
      });
      return copy;
    }
    if (json instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(changed(element, random, left)));
      return copy;
    }
    return json;
  }

  private @Nullable Object other(@Nullable Object json, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> List.of(json == null ? 0 : json);
      case 1 -> Map.of("type", json == null ? "text" : json);
      case 2 -> nested(random.nextInt(150));
      case 3 -> random.nextLong();
      case 4 -> "";
      default -> new RandomMessages(random.nextLong()).json(2);
    };
  }

  private static Object nested(int depth) {
    Object nested = 1;
    for (int level = 0; level < depth; level++) {
      nested = List.of(nested);
    }
    return nested;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asObject(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
