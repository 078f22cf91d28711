package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and tokens go to the server and nowhere else. */
class CloudSecretsTest {

  @TempDir
  Path folder;

  private final CloudWorld world = new CloudWorld();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Test
  @DisplayName("a key or token shows in no text of the classes that hold it")
  void texts() {
    RefreshToken refresh = new RefreshToken("secret", Instant.EPOCH);
    CloudAuth auth = CloudAuth.apiKey("secret");
    CloudClient client =
        CloudClient.builder(auth).baseUrl(URI.create("https://example.org")).build();

    assertThat(List.of(
            refresh.toString(),
            auth.toString(),
            client.toString(),
            new AccessToken("secret", Instant.EPOCH).toString()))
        .noneMatch(text -> text.contains("secret"));
  }

  @Test
  @DisplayName("a failed call shows no key in its exception, nor what was sent")
  void exceptions() {
    world.cloud.failNext("GET", "/threads", Fault.status(400));
    CloudThreadList list = new CloudThreadList(world.client());

    assertThatThrownBy(() -> list.list("ada", null))
        .satisfies(failure -> assertThat(CloudTokensTest.stackTrace(failure))
            .doesNotContain(FakeAccounts.KEY, "Bearer"));
  }

  /** Keeps what is logged. */
  private static final class Log extends Handler implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger("dev.antiphon.cloud");

    final List<String> lines = new CopyOnWriteArrayList<>();

    Log() {
      LOGGER.addHandler(this);
      LOGGER.setUseParentHandlers(false);
    }

    @Override
    public void publish(LogRecord line) {
      Throwable thrown = line.getThrown();
      lines.add(line.getMessage() + (thrown == null ? "" : CloudTokensTest.stackTrace(thrown)));
    }

    @Override
    public void flush() {
      // Nothing waits.
    }

    @Override
    public void close() {
      LOGGER.removeHandler(this);
      LOGGER.setUseParentHandlers(true);
    }
  }

  @Test
  @DisplayName("a failure that is logged shows no key, and nothing of what was said")
  void log() {
    ThreadKey thread = new ThreadKey("ada", "plans");
    world.cloud.failNext(
        request -> request.method().equals("PUT") && request.path().size() == 3, Fault.status(400));
    try (Log log = new Log()) {
      new CloudThreadHistory(world.client())
          .write(
              thread,
              new HistoryBatch(
                  ThreadRevision.UNKNOWN,
                  List.of(new HistoryEntry.Append(
                      MessageItem.of(SampleMessages.user("q", "private words"), null)))));

      assertThat(log.lines)
          .hasSize(1)
          .allSatisfy(line -> assertThat(line).doesNotContain(FakeAccounts.KEY, "private words"));
    }
  }

  @Test
  @DisplayName("a key that no header takes is refused without being shown")
  void unusableKey() {
    for (String key : List.of("", "secret\nX: y", "secret key", "secret\u00e9")) {
      assertThatThrownBy(() -> CloudAuth.apiKey(key))
          .isInstanceOf(IllegalArgumentException.class)
          .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
    }
  }

  @Test
  @DisplayName("a base URL that would take a token elsewhere is refused")
  void baseUrl() {
    for (String url : List.of(
        "ftp://example.org",
        "https:///path",
        "https://user:secret@example.org",
        "https://example.org?x=y",
        "https://example.org#x",
        "/relative")) {
      CloudClient.Builder builder =
          CloudClient.builder(CloudAuth.apiKey("key")).baseUrl(URI.create(url));

      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalArgumentException.class)
          .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
    }
    assertThatThrownBy(
            () -> CloudClient.builder(CloudAuth.tokens(owner -> null)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("base URL");
  }

  @Test
  @DisplayName("owners of any name have users of their own, and none can add a header")
  void owners() {
    List<String> owners = List.of("ada", "ada\r\nX: y", "%000d", "\u00e4", "\ud83d", "a b");

    List<String> plain = owners.stream().map(PlainText::of).toList();

    assertThat(plain).doesNotHaveDuplicates().allMatch(text -> text.matches("[!-~]+"));
    assertThat(plain.stream().map(PlainText::from)).isEqualTo(owners);
    assertThat(PlainText.from("%zz")).isEqualTo("%zz");
    assertThat(PlainText.from("%0041")).as("not what we write for A").isEqualTo("%0041");
  }

  @Test
  @DisplayName("the files of refresh tokens can be read by their owner alone, and name nobody")
  void files() throws Exception {
    RefreshTokenFiles store = new RefreshTokenFiles(folder.resolve("tokens"));
    RefreshToken token = new RefreshToken("secret", Instant.parse("2030-01-01T00:00:00Z"));

    store.save("../ada", token);

    try (Stream<Path> files = Files.list(folder.resolve("tokens"))) {
      List<Path> kept = files.toList();
      assertThat(kept).hasSize(1);
      assertThat(kept.get(0).getFileName().toString()).matches("[0-9a-f]{64}\\.json");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.get(0))))
          .isEqualTo("rw-------");
    }
    assertThat(new RefreshTokenFiles(folder.resolve("tokens")).load("../ada")).contains(token);
    assertThat(store.load("ada")).isEmpty();
  }

  @Test
  @DisplayName("a file that is no refresh token is taken for none, and replaced")
  void brokenFile() throws Exception {
    RefreshTokenFiles store = new RefreshTokenFiles(folder);
    store.save("ada", new RefreshToken("old", Instant.EPOCH));
    try (Stream<Path> files = Files.list(folder)) {
      Files.writeString(files.toList().get(0), "{\"token\":");
    }

    assertThat(store.load("ada")).isEmpty();
    store.save("ada", new RefreshToken("new", Instant.EPOCH));
    assertThat(store.load("ada").orElseThrow().value()).isEqualTo("new");
  }
}
