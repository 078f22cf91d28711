package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.FileId;
import dev.antiphon.port.UnknownFileException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link AttachmentStore} promises. Extend it and say how to open yours.
 *
 * <p>The rules that it serves are ATT-6 and ATT-11; G9 is the promise that no owner sees another's
 * data.
 */
@PortContract(AttachmentStore.class)
public abstract class AttachmentStoreContract {

  /** Around where storages split, round and count. */
  private static final List<Integer> SIZES =
      List.of(0, 1, 255, 4096, 65_535, 65_536, 65_537, 262_144, 524_288, 1_048_577, 3_000_001);

  /** Makes the contract. */
  protected AttachmentStoreContract() {}

  /** Opens a store. Called again on the same place, it has the files that were put there. */
  protected abstract AttachmentStore open();

  @Test
  @DisplayName("ATT-11: a file of any size comes back byte for byte")
  final void sameBytes() throws IOException {
    for (int size : SIZES) {
      byte[] content = bytes(size);

      FileId file = put("alice", content);

      assertThat(read("alice", file)).as("%d bytes", size).isEqualTo(content);
    }
  }

  @Test
  @DisplayName("ATT-11: bytes that are no text come back too")
  final void everyByte() throws IOException {
    byte[] content = new byte[256];
    for (int value = 0; value < content.length; value++) {
      content[value] = (byte) value;
    }

    FileId file = put("alice", content);

    assertThat(read("alice", file)).isEqualTo(content);
  }

  @Test
  @DisplayName("ATT-11: a file is read in pieces of any size, and from its start each time")
  final void inPieces() throws IOException {
    byte[] content = bytes(600_000);
    FileId file = put("alice", content);

    for (int piece : List.of(1, 7, 4096, 600_001)) {
      try (InputStream stream = open().open("alice", file)) {
        byte[] read = new byte[content.length];
        int at = 0;
        int count = stream.read(read, 0, Math.min(piece, read.length));
        while (count > 0) {
          at += count;
          count = stream.read(read, at, Math.min(piece, read.length - at));
        }
        assertThat(at).isEqualTo(content.length);
        assertThat(read).isEqualTo(content);
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.read(new byte[8])).isEqualTo(-1);
      }
    }
  }

  @Test
  @DisplayName("ATT-11: a stream can be skipped, left half read, and read beside another one")
  final void skippedAndLeft() throws IOException {
    byte[] content = bytes(600_000);
    FileId file = put("alice", content);

    try (InputStream one = open().open("alice", file);
        InputStream other = open().open("alice", file)) {
      one.skipNBytes(500_000);
      other.skipNBytes(3);

      assertThat(one.read()).isEqualTo(Byte.toUnsignedInt(content[500_000]));
      assertThat(other.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 3, content.length));
    }

    assertThat(read("alice", file)).isEqualTo(content);
  }

  @Test
  @DisplayName(
      "the content is read to its end and not closed, however few bytes it gives at a time")
  final void contentIsLeftOpen() throws IOException {
    byte[] content = bytes(300_000);
    AtomicBoolean isClosed = new AtomicBoolean();
    InputStream slow = new FilterInputStream(new ByteArrayInputStream(content)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(length, 1_000));
      }

      @Override
      public void close() {
        isClosed.set(true);
      }
    };

    FileId file = open().put("alice", slow);

    assertThat(slow.read()).isEqualTo(-1);
    assertThat(isClosed).isFalse();
    assertThat(read("alice", file)).isEqualTo(content);
  }

  @Test
  @DisplayName(
      "content that cannot be read fails the put with its own exception, whenever it fails")
  final void contentFails() {
    for (int size : SIZES) {
      IOException failure = new IOException("the upload was cut");

      assertThatThrownBy(() -> open().put("alice", failingAfter(size, failure)))
          .as("after %d bytes", size)
          .isSameAs(failure);
    }
  }

  @Test
  @DisplayName("G9: another owner with the id can neither open nor delete the file")
  final void keptApart() throws IOException {
    FileId file = put("alice", bytes(300_000));

    for (String other : List.of("bob", "Alice", "alice ", "alic")) {
      assertThatThrownBy(() -> open().open(other, file))
          .isInstanceOfSatisfying(
              UnknownFileException.class, unknown -> assertThat(unknown.file()).isEqualTo(file));
      open().delete(other, file);
    }

    assertThat(read("alice", file)).isEqualTo(bytes(300_000));
  }

  @Test
  @DisplayName("ATT-6: a deleted file is unknown; deleting it again changes nothing")
  final void deleted() throws IOException {
    FileId file = put("alice", bytes(300_000));
    FileId other = put("alice", bytes(10));

    open().delete("alice", file);
    open().delete("alice", file);

    assertThatThrownBy(() -> open().open("alice", file)).isInstanceOf(UnknownFileException.class);
    assertThat(read("alice", other)).isEqualTo(bytes(10));
  }

  @Test
  @DisplayName("a file that never was is unknown, and can be deleted")
  final void unknown() {
    for (String id : List.of("x", "00000000-0000-0000-0000-000000000000", "a".repeat(256))) {
      open().delete("alice", new FileId(id));

      assertThatThrownBy(() -> open().open("alice", new FileId(id)))
          .isInstanceOf(UnknownFileException.class)
          .hasMessageContaining(id);
    }
  }

  @Test
  @DisplayName(
      "ids are never used twice, and share no long beginning or end that could be counted on")
  final void ids() throws IOException {
    Set<String> ids = new HashSet<>();
    Set<String> beginnings = new HashSet<>();
    Set<String> ends = new HashSet<>();
    for (int number = 0; number < 50; number++) {
      String id = put("alice", bytes(1)).value();
      ids.add(id);
      beginnings.add(id.substring(0, id.length() / 2));
      ends.add(id.substring(id.length() / 2));
    }

    assertThat(ids).hasSize(50).allSatisfy(id -> assertThat(id).hasSizeGreaterThanOrEqualTo(16));
    assertThat(beginnings).hasSize(50);
    assertThat(ends).hasSize(50);
  }

  @Test
  @DisplayName("G9: owners of any characters are kept apart")
  final void oddOwners() throws IOException {
    Map<String, FileId> files = new LinkedHashMap<>();
    for (String owner : SampleTexts.oddIds(256)) {
      files.put(owner, put(owner, owner.getBytes(StandardCharsets.UTF_16BE)));
    }

    for (Map.Entry<String, FileId> file : files.entrySet()) {
      String owner = file.getKey();
      assertThat(read(owner, file.getValue())).isEqualTo(owner.getBytes(StandardCharsets.UTF_16BE));
    }
  }

  @Test
  @DisplayName("eight who put and read at once get what is theirs")
  final void together() throws Exception {
    List<Object> outcomes = Together.run(8, number -> () -> {
      byte[] content = bytes(200_000 + 50_000 * number);
      FileId file = put("owner-" + number, content);
      return Arrays.equals(read("owner-" + number, file), content);
    });

    assertThat(outcomes).containsOnly(true);
  }

  private FileId put(String owner, byte[] content) throws IOException {
    return open().put(owner, new ByteArrayInputStream(content));
  }

  private byte[] read(String owner, FileId file) throws IOException {
    try (InputStream stream = open().open(owner, file)) {
      return stream.readAllBytes();
    }
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static InputStream failingAfter(int count, IOException failure) {
    return new FilterInputStream(new ByteArrayInputStream(bytes(count))) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read < 0) {
          throw failure;
        }
        return read;
      }
    };
  }
}
