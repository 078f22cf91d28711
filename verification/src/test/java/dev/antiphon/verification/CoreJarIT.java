package dev.antiphon.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.runtime.LocalRuntime;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Looks into the jar of the core as others get it; needs the phase package. */
class CoreJarIT {

  private static JarFile jar() throws IOException, URISyntaxException {
    URI place =
        LocalRuntime.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    assertThat(place.getPath()).as("the core is on the class path as a jar").endsWith(".jar");
    return new JarFile(Path.of(place).toFile());
  }

  @Test
  @DisplayName("the jar of the core holds its packages, and offers and needs nothing")
  void holdsOnlyItself() throws Exception {
    try (JarFile jar = jar()) {
      List<String> files = jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .toList();

      assertThat(files)
          .allMatch(name -> name.startsWith("dev/antiphon/") || name.startsWith("META-INF/"));
      assertThat(files).noneMatch(name -> name.startsWith("META-INF/services/"));
      assertThat(files).noneMatch(name -> name.startsWith("dev/antiphon/testing/"));
    }
  }

  @Test
  @DisplayName("the pom in the jar of the core names no dependency that others would get")
  void needsNothing() throws Exception {
    try (JarFile jar = jar()) {
      ZipEntry pom = jar.getEntry("META-INF/maven/dev.antiphon/antiphon-runtime-core/pom.xml");
      String text = new String(jar.getInputStream(pom).readAllBytes(), StandardCharsets.UTF_8);

      assertThat(text)
          .doesNotContain("<scope>compile</scope>")
          .doesNotContain("<scope>runtime</scope>");
      assertThat(text.split("<dependency>", -1).length - 1)
          .as("every dependency has a scope that others do not get")
          .isEqualTo(text.split("<scope>(test|provided)</scope>", -1).length - 1);
    }
  }
}
