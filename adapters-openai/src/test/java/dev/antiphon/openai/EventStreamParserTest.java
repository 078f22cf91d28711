package dev.antiphon.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventStreamParserTest {

  private static final String STREAM = "\uFEFFdata: one\n\n"
      + ": a comment\r\n\r\n"
      + "event: error\r\ndata: two\r\n\r\n"
      + "id: 7\nretry: 10\ndata:three\ndata: and more\ndata\n\n"
      + "data: Grüße 🙂\rdata:  indented\r\r"
      + "database: no field of ours\n\n"
      + "event: nothing\n\n"
      + "data: last";

  private static final List<ServerSentEvent> EVENTS = List.of(
      new ServerSentEvent(null, "one"),
      new ServerSentEvent("error", "two"),
      new ServerSentEvent(null, "three\nand more\n"),
      new ServerSentEvent(null, "Grüße 🙂\n indented"),
      new ServerSentEvent(null, "last"));

  /** Gives as many bytes at a time as it is told. */
  private static final class Pieces extends ByteArrayInputStream {
    private final IntSupplier sizes;

    Pieces(byte[] bytes, IntSupplier sizes) {
      super(bytes);
      this.sizes = sizes;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, sizes.getAsInt()));
    }

    @Override
    public int read(byte[] target) {
      return read(target, 0, target.length);
    }
  }

  private static final class Collected implements ServerSentEventListener {
    private final List<ServerSentEvent> events = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();

    @Override
    public void onEvent(ServerSentEvent event) {
      events.add(event);
    }

    @Override
    public void onError(Throwable error) {
      errors.add(error);
    }
  }

  private static Collected parsed(InputStream body, int maxLength) {
    Collected collected = new Collected();
    new EventStreamParser(() -> false, maxLength).parse(body, collected);
    return collected;
  }

  @Test
  @DisplayName("M17: wherever one cut falls, the events are the same")
  void everyCut() {
    byte[] bytes = STREAM.getBytes(UTF_8);

    for (int cut = 0; cut <= bytes.length; cut++) {
      int[] sizes = {Math.max(1, cut), bytes.length};
      int[] next = {0};
      Pieces pieces = new Pieces(bytes, () -> sizes[Math.min(next[0]++, 1)]);
      assertThat(parsed(pieces, 1000).events).as("cut at %d", cut).isEqualTo(EVENTS);
    }
  }

  @Test
  @DisplayName("M17: byte by byte and in random pieces, the events are the same")
  void randomCuts() {
    byte[] bytes = STREAM.getBytes(UTF_8);

    assertThat(parsed(new Pieces(bytes, () -> 1), 1000).events).isEqualTo(EVENTS);
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Pieces pieces = new Pieces(bytes, () -> 1 + random.nextInt(9));
      assertThat(parsed(pieces, 1000).events).as("seed %d", seed).isEqualTo(EVENTS);
    }
  }

  @Test
  @DisplayName("M17: random bytes never do harm")
  void randomBytes() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(200)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) "data: \n\r:event{}\"\u00e9".charAt(random.nextInt(18));
      }
      Collected collected = parsed(new Pieces(bytes, () -> 1 + random.nextInt(5)), 1000);
      assertThat(collected.errors).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  @DisplayName("M18: an event of many lines beyond the limit is refused")
  void tooLong() {
    String stream = "data: 0123456789\n".repeat(100) + "\n";

    Collected collected = parsed(new ByteArrayInputStream(stream.getBytes(UTF_8)), 500);

    assertThat(collected.events).isEmpty();
    assertThat(collected.errors).singleElement().isInstanceOf(TooLongException.class);
  }

  @Test
  @DisplayName("M15: nothing is read behind the event that ends it")
  void stops() {
    Collected collected = new Collected();
    byte[] bytes = "data: one\n\ndata: two\n\ndata: three\n\n".getBytes(UTF_8);

    new EventStreamParser(() -> collected.events.size() == 2, 1000)
        .parse(new ByteArrayInputStream(bytes), collected);

    assertThat(collected.events).hasSize(2);
  }

  @Test
  @DisplayName("M10: a body that breaks off gives what came, and the failure")
  void breaksOff() {
    InputStream broken = new InputStream() {
      private int reads;

      @Override
      public int read() throws IOException {
        throw new IOException("cut");
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        byte[] bytes = "data: one\n\ndata: tw".getBytes(UTF_8);
        if (reads++ > 0) {
          throw new IOException("cut");
        }
        System.arraycopy(bytes, 0, target, offset, bytes.length);
        return bytes.length;
      }
    };

    Collected collected = parsed(broken, 1000);

    assertThat(collected.events).containsExactly(new ServerSentEvent(null, "one"));
    assertThat(collected.errors).singleElement().isInstanceOf(IOException.class);
  }
}
