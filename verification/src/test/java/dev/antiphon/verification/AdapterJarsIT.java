package dev.antiphon.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Looks into the jars of adapters, and at what they bring along; needs the phase package. */
class AdapterJarsIT {

  private static final List<Path> CLASS_PATH = Arrays.stream(
          Objects.requireNonNull(System.getProperty("java.class.path"))
              .split(java.io.File.pathSeparator, -1))
      .map(Path::of)
      .toList();

  private static List<Path> jars(String... prefixes) {
    return CLASS_PATH.stream()
        .filter(path -> Arrays.stream(prefixes)
            .anyMatch(prefix -> String.valueOf(path.getFileName()).startsWith(prefix)))
        .toList();
  }

  @Test
  @DisplayName("the jar of adapters-openai holds its package and its offer, and nothing else")
  void openAiHoldsOnlyItself() throws IOException {
    List<Path> found = jars("antiphon-adapters-openai");
    assertThat(found).singleElement().asString().endsWith(".jar");

    try (JarFile jar = new JarFile(found.get(0).toFile())) {
      assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
          .allMatch(name -> name.startsWith("dev/antiphon/openai/") || name.startsWith("META-INF/"))
          .contains("META-INF/services/dev.antiphon.spi.RuntimePlugin");
    }
  }

  @Test
  @DisplayName("LangChain4j comes without the jars that our transport replaces, below 4 MB")
  void openAiBringsLittle() throws IOException {
    assertThat(jars("jtokkit", "langchain4j-http-client-jdk", "okhttp", "kotlin"))
        .isEmpty();
    long bytes = 0;
    for (Path jar : jars(
        "langchain4j-core", "langchain4j-open-ai", "langchain4j-http", "jackson-", "slf4j-api")) {
      bytes += Files.size(jar);
    }
    assertThat(bytes).isBetween(1_000_000L, 4_500_000L);
  }
}
