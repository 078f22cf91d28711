package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.port.FileId;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.UnknownFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemAttachmentStoreTest {

  private static final byte[] KEY = "Under the mat.".getBytes(StandardCharsets.UTF_8);

  @TempDir
  Path outside;

  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() {
    folder = outside.resolve("files");
  }

  private FileSystemAttachmentStore store() {
    return new FileSystemAttachmentStore(folder);
  }

  private FileSystemAttachmentStore store(StoreLimits limits) {
    return new FileSystemAttachmentStore(folder, limits);
  }

  private static FileId put(FileSystemAttachmentStore store, String owner, byte[] content)
      throws IOException {
    return store.put(owner, new ByteArrayInputStream(content));
  }

  private static byte[] read(FileSystemAttachmentStore store, String owner, FileId file)
      throws IOException {
    try (InputStream content = store.open(owner, file)) {
      return content.readAllBytes();
    }
  }

  private static List<Path> filesIn(Path place) throws IOException {
    if (!Files.exists(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static Path parentOf(Path place) {
    return requireNonNull(place.getParent());
  }

  @Test
  @DisplayName("no owner, whatever it is called, has a file outside the folder or beside another's")
  void hostileOwners() throws IOException {
    List<String> owners = List.of(
        "..",
        "../..",
        "/etc",
        "C:\\",
        "a/b",
        "a",
        "A",
        "\u0000",
        "CON",
        "%2e%2e",
        "\uD800",
        "\uD801",
        "x".repeat(256),
        ".",
        "incoming");
    Set<Path> folders = new HashSet<>();

    for (String owner : owners) {
      put(store(), owner, KEY);
    }

    for (Path file : filesIn(outside)) {
      assertThat(file.toRealPath()).startsWith(folder.toRealPath());
      folders.add(folder.relativize(file).getName(0));
    }
    assertThat(folders).hasSize(owners.size());
  }

  @Test
  @DisplayName("an id that somebody made up opens and deletes nothing, wherever it points")
  void hostileIds() throws IOException {
    FileId file = put(store(), "alice", KEY);
    Path secret = Files.writeString(outside.resolve("secret"), "secret");
    Path own = filesIn(folder).get(0);

    for (String id : List.of(
        "secret",
        "passwd",
        own.getFileName().toString().toUpperCase(Locale.ROOT) + "0",
        "incoming",
        "0".repeat(32),
        parentOf(own).getFileName().toString(),
        "a..b",
        "x..")) {
      FileId madeUp = new FileId(id);
      assertThatThrownBy(() -> store().open("alice", madeUp))
          .isInstanceOf(UnknownFileException.class);
      store().delete("alice", madeUp);
    }

    assertThat(secret).exists();
    assertThat(read(store(), "alice", file)).isEqualTo(KEY);
  }

  @Test
  @DisplayName("a link in the folder is not followed, be it a file or a folder")
  void links() throws IOException {
    FileId file = put(store(), "alice", KEY);
    Path own = filesIn(folder).get(0);
    Path secret = Files.writeString(outside.resolve("secret"), "secret");
    Files.delete(own);
    Files.createSymbolicLink(own, secret);

    assertThatThrownBy(() -> store().open("alice", file)).isInstanceOf(UnknownFileException.class);

    Path elsewhere = Files.createDirectory(outside.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve(own.getFileName()), "secret");
    Files.delete(own);
    Files.delete(parentOf(own));
    Files.createSymbolicLink(parentOf(own), elsewhere);
    assertThatThrownBy(() -> store().open("alice", file)).isInstanceOf(UnknownFileException.class);
    store().delete("alice", file);
    assertThat(elsewhere.resolve(own.getFileName())).exists();
  }

  @Test
  @DisplayName("a put that fails leaves no file, and gives the room back")
  void failedPut() throws IOException {
    FileSystemAttachmentStore store = store(StoreLimits.builder()
        .maxFileBytes(100)
        .maxOwnerBytes(100)
        .maxOwnerFiles(1)
        .build());
    InputStream cut = new SequenceInputStream(
        new ByteArrayInputStream(new byte[50]),
        new FailingInput(new IOException("the upload was cut")));

    assertThatThrownBy(() -> store.put("alice", cut)).hasMessage("the upload was cut");
    Throwable tooLarge = catchThrowable(() -> put(store, "alice", new byte[101]));

    assertThat(tooLarge).isInstanceOfSatisfying(StorageException.class, failure -> {
      assertThat(failure.code()).isEqualTo("too-large");
      assertThat(failure.isRetryable()).isFalse();
    });
    assertThat(filesIn(folder)).isEmpty();
    assertThat(read(store, "alice", put(store, "alice", new byte[100]))).hasSize(100);
  }

  @Test
  @DisplayName(
      "an owner has as many bytes and files as allowed, over restarts, and no say in others'")
  void quota() throws IOException {
    StoreLimits limits = StoreLimits.builder()
        .maxFileBytes(60)
        .maxOwnerBytes(100)
        .maxOwnerFiles(3)
        .build();
    FileId first = put(store(limits), "alice", new byte[60]);

    FileSystemAttachmentStore restarted = store(limits);
    assertThatThrownBy(() -> put(restarted, "alice", new byte[41]))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("100 bytes");
    put(restarted, "alice", new byte[40]);
    put(restarted, "alice", new byte[0]);
    assertThatThrownBy(() -> put(restarted, "alice", new byte[0]))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("3 files");
    put(restarted, "bob", new byte[60]);

    restarted.delete("alice", first);
    restarted.delete("alice", first);
    put(restarted, "alice", new byte[60]);
    assertThatThrownBy(() -> put(restarted, "alice", new byte[0]))
        .isInstanceOf(StorageException.class);
  }

  @Test
  @DisplayName("what a crash left half written is never seen, and is thrown away a day later")
  void afterCrash() throws IOException {
    FileId whole = put(store(), "alice", KEY);
    Path half = parentOf(filesIn(folder).get(0)).resolveSibling("incoming").resolve("0".repeat(32));
    Files.writeString(half, "half");

    assertThatThrownBy(() -> store().open("alice", new FileId("0".repeat(32))))
        .isInstanceOf(UnknownFileException.class);
    put(store(), "alice", KEY);
    assertThat(half).exists();
    Instant later = Instant.now().plusSeconds(90_000);
    put(
        new FileSystemAttachmentStore(folder, StoreLimits.DEFAULT, InstantSource.fixed(later)),
        "alice",
        KEY);

    assertThat(half).doesNotExist();
    assertThat(read(store(), "alice", whole)).isEqualTo(KEY);
  }

  @Test
  @DisplayName("folders and files are for the user of this process alone")
  void permissions() throws IOException {
    put(store(), "alice", KEY);

    List<String> found = new ArrayList<>();
    try (Stream<Path> places = Files.walk(folder)) {
      for (Path place : places.toList()) {
        found.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)));
      }
    }

    assertThat(found).containsOnly("rwx------", "rw-------");
  }

  @Test
  @DisplayName(
      "a folder that cannot be used fails as storage, and tells its path in the cause alone")
  void unusable() throws IOException {
    Files.writeString(folder, "a file, not a folder");

    Throwable failure = catchThrowable(() -> put(store(), "alice", KEY));

    assertThat(failure)
        .isInstanceOf(StorageException.class)
        .hasMessageNotContaining(outside.toString())
        .hasCauseInstanceOf(IOException.class);
    assertThat(((StorageException) failure).code()).isEqualTo("unavailable");
    assertThat(store().toString()).doesNotContain(outside.toString());
  }

  @Test
  @DisplayName("nothing is made before the first put")
  void lazy() {
    assertThatThrownBy(() -> store().open("alice", new FileId("0".repeat(32))))
        .isInstanceOf(UnknownFileException.class);
    store().delete("alice", new FileId("0".repeat(32)));

    assertThat(folder).doesNotExist();
  }

  @Test
  @DisplayName("limits that make no sense are refused")
  void limits() {
    assertThatThrownBy(() -> StoreLimits.builder().maxFileBytes(0).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StoreLimits.builder().maxOwnerFiles(-1).build())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
