package dev.antiphon.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathFileTest {

  @TempDir
  Path folder;

  @Test
  @DisplayName("ATT-2: a file of a path has name and size, and is read anew each time it is opened")
  void readEachTime() throws IOException {
    Path path = Files.writeString(folder.resolve("notes.txt"), "one");

    PathFile file = PathFile.of(path, "text/plain");
    String first = read(file.open());
    Files.writeString(path, "two!");
    String second = read(file.open());

    assertThat(file.name()).isEqualTo("notes.txt");
    assertThat(file.contentType()).isEqualTo("text/plain");
    assertThat(file.size()).isEqualTo(3);
    assertThat(file.path()).isEqualTo(path);
    assertThat(first).isEqualTo("one");
    assertThat(second).isEqualTo("two!");
  }

  @Test
  @DisplayName("ATT-2: a folder or nothing at all is no file")
  void noFile() {
    assertThatThrownBy(() -> PathFile.of(folder)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> PathFile.of(folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @DisplayName("ATT-2: a file in memory keeps its own copy of the bytes")
  void inMemory() throws IOException {
    byte[] content = "one".getBytes(StandardCharsets.UTF_8);
    InMemoryFile file = new InMemoryFile("notes", null, content);
    content[0] = 'x';

    assertThat(read(file.open())).isEqualTo("one");
    assertThat(file.size()).isEqualTo(3);
    assertThat(file.contentType()).isNull();
    assertThat(InMemoryFile.text("a.txt", "ä").size()).isEqualTo(2);
    assertThat(InMemoryFile.text("a.txt", "ä").contentType()).isEqualTo("text/plain");
  }

  private static String read(InputStream stream) throws IOException {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
