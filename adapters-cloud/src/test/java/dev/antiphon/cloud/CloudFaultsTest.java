package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.message.ThreadKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A server that refuses, fails, stays silent or talks nonsense. */
class CloudFaultsTest {

  private static final ThreadKey THREAD = new ThreadKey("ada", "plans");

  private final TestClock clock = new TestClock();
  private final CloudWorld world = new CloudWorld();

  @BeforeEach
  void setClock() {
    world.cloud.accounts.clock = clock;
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private CloudException failure(CloudThreadList list) {
    CloudException failure =
        catchThrowableOfType(CloudException.class, () -> list.list("ada", null));
    assertThat(failure).as("a typed failure").isNotNull();
    return failure;
  }

  @Test
  @DisplayName("D20: each status has a typed error with the status and the server's code")
  void statuses() {
    Map<Integer, String> codes = new TreeMap<>(Map.of(
        400, "invalid-request",
        401, "authentication",
        403, "authentication",
        404, "not-found",
        409, "conflict",
        413, "too-large",
        422, "invalid-request",
        429, "rate-limit",
        500, "unavailable",
        504, "timeout"));
    CloudThreadList list = new CloudThreadList(
        world.builder(CloudAuth.apiKey(FakeAccounts.KEY)).attempts(1).build());
    codes.forEach((status, code) -> {
      world.cloud.failNext("GET", "/threads", Fault.status(status));

      CloudException failure = failure(list);

      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure.status()).isEqualTo(status);
      assertThat(failure.serverCode()).contains("because");
      assertThat(failure.isRetryable()).isEqualTo(status == 429 || status >= 500);
      assertThat(failure).hasMessageContaining("GET /threads");
    });
  }

  @Test
  @DisplayName("D20: a GET is tried again when the server is busy, with growing pauses")
  void retried() {
    world.cloud.failNext("GET", "/threads", Fault.status(503), Fault.status(500));

    assertThat(new CloudThreadList(world.client()).list("ada", null).threads()).isEmpty();

    assertThat(world.pauses).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
  }

  @Test
  @DisplayName("D20: after the last try the failure comes out")
  void givesUp() {
    world.cloud.failNext(
        "GET", "/threads", Fault.status(503), Fault.status(503), Fault.status(502));

    assertThat(failure(new CloudThreadList(world.client())).status()).isEqualTo(502);
    assertThat(world.pauses).hasSize(2);
  }

  @Test
  @DisplayName("D20: what the server refuses for good is not tried again")
  void notRetried() {
    world.cloud.failNext("GET", "/threads", Fault.status(400));

    assertThat(failure(new CloudThreadList(world.client())).status()).isEqualTo(400);
    assertThat(world.cloud.requests()).hasSize(1);
  }

  @Test
  @DisplayName("D20: Retry-After is obeyed, in seconds and as a date")
  void retryAfter() {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
        clock.instant().plusSeconds(9).atOffset(ZoneOffset.UTC));
    world.cloud.failNext(
        "GET", "/threads", Fault.retryAfter(429, "7"), Fault.retryAfter(503, date));

    assertThat(new CloudThreadList(world.client()).list("ada", null).threads()).isEmpty();

    assertThat(world.pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(9));
  }

  @Test
  @DisplayName("D20: a wait beyond the deadline is not waited for, but told")
  void deadline() {
    world.cloud.failNext("GET", "/threads", Fault.retryAfter(429, "3600"));

    CloudException failure = failure(new CloudThreadList(world.client()));

    assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
    assertThat(world.pauses).isEmpty();
  }

  @Test
  @DisplayName("D20: a silent server ends in a typed timeout")
  void silence() {
    world.cloud.failNext("GET", "/threads", new Fault.Silence());
    CloudThreadList list = new CloudThreadList(world
        .builder(CloudAuth.apiKey(FakeAccounts.KEY))
        .timeout(Duration.ofMillis(200))
        .attempts(1)
        .build());

    CloudException failure = failure(list);

    assertThat(failure.code()).isEqualTo("timeout");
    assertThat(failure.isRetryable()).isTrue();
  }

  @Test
  @DisplayName("D20: an answer that is cut, and one that is lost, are asked for again")
  void cut() {
    new CloudThreadList(world.client()).initialize(THREAD);
    world.cloud.failNext("GET", "/threads", new Fault.HalfAnswer(), new Fault.LostAnswer());

    assertThat(new CloudThreadList(world.client()).list("ada", null).threads()).hasSize(1);
    assertThat(world.cloud.openFaults()).isZero();
  }

  @Test
  @DisplayName("D20: an answer of another shape is a typed error that names the field")
  void malformed() {
    Map<String, String> answers = Map.of(
        "<html>",
        "no JSON",
        "[]",
        "no JSON object",
        "{\"threads\":7}",
        "threads of the body",
        "{\"threads\":[{\"id\":\"\"}]}",
        "id of threads[0]",
        "{\"threads\":[{\"id\":\"t\",\"title\":null,\"last_message_at\":\"yesterday\"}]}",
        "last_message_at of threads[0]");
    answers.forEach((answer, problem) -> {
      world.cloud.failNext("GET", "/threads", new Fault.Nonsense(answer));

      CloudException failure = failure(new CloudThreadList(world.client()));

      assertThat(failure.code()).isEqualTo("malformed");
      assertThat(failure).hasMessageContaining(problem);
      assertThat(failure.isRetryable()).isFalse();
    });
  }

  @Test
  @DisplayName("D20: an answer without end is not read to it")
  void endless() {
    world.cloud.failNext("GET", "/threads", new Fault.Nonsense(" ".repeat(100_000)));
    CloudThreadList list = new CloudThreadList(
        world.builder(CloudAuth.apiKey(FakeAccounts.KEY)).maxAnswerBytes(10_000).build());

    assertThat(failure(list).code()).isEqualTo("too-large");
  }

  @Test
  @DisplayName("D20: nobody at the address is a typed error")
  void nobody() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    CloudThreadList list = new CloudThreadList(world
        .builder(CloudAuth.apiKey(FakeAccounts.KEY))
        .baseUrl(URI.create("http://127.0.0.1:" + port))
        .build());

    assertThat(failure(list).code()).isEqualTo("unavailable");
    assertThat(world.pauses).hasSize(2);
  }

  @Test
  @DisplayName("D20: a creation whose answer was lost is found, not repeated")
  void lostCreation() {
    for (Fault fault :
        new Fault[] {new Fault.LostAnswer(), new Fault.HalfAnswer(), new Fault.Nonsense("{}")}) {
      ThreadKey thread = new ThreadKey(fault.getClass().getSimpleName(), "plans");
      world.cloud.failNext("POST", "/threads", fault);

      new CloudThreadList(world.client()).initialize(thread);

      assertThat(world.cloud.data.threads(thread.owner())).hasSize(1);
    }
    assertThat(world.cloud.openFaults()).isZero();
  }

  @Test
  @DisplayName("D20: a creation that was not carried out is sent again after a look")
  void failedCreation() {
    world.cloud.failNext("POST", "/threads", Fault.status(503), Fault.retryAfter(429, "3"));

    new CloudThreadList(world.client()).initialize(THREAD);

    assertThat(world.cloud.data.threads("ada")).hasSize(1);
    assertThat(world.pauses).containsExactly(Duration.ofMillis(250), Duration.ofSeconds(3));
  }

  @Test
  @DisplayName("D20: if nobody can tell whether it is there, a creation is not sent again")
  void unknownCreation() {
    world.cloud.failNext("POST", "/threads", new Fault.LostAnswer());
    CloudThreadList list = new CloudThreadList(world.client());
    world.cloud.failNext(
        request ->
            world.cloud.count("POST", "/threads") == 1 && request.method().equals("GET"),
        Fault.status(503),
        Fault.status(503),
        Fault.status(503));

    assertThatThrownBy(() -> list.initialize(THREAD)).isInstanceOf(CloudException.class);

    assertThat(world.cloud.count("POST", "/threads")).isEqualTo(1);
    list.initialize(THREAD);
    assertThat(world.cloud.data.threads("ada")).hasSize(1);
  }

  @Test
  @DisplayName("D20: a server that lets an external id stand once only is understood")
  void conflict() {
    new CloudThreadList(world.client()).initialize(THREAD);
    CloudThreadList late = new CloudThreadList(world.client());
    // The other thread came after this client looked.
    world.cloud.failNext("GET", "/threads", new Fault.Nonsense("{\"threads\":[]}"));
    world.cloud.failNext("POST", "/threads", Fault.status(409));

    assertThat(late.initialize(THREAD).remoteId())
        .isEqualTo(world.cloud.data.only("ada").text("id"));
  }
}
