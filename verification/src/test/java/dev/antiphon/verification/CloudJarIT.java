package dev.antiphon.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.cloud.CloudPlugin;
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

/** Looks into the jar of the cloud adapters as others get it; needs the phase package. */
class CloudJarIT {

  private static JarFile jar() throws IOException, URISyntaxException {
    URI place =
        CloudPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    assertThat(place.getPath()).as("on the class path as a jar").endsWith(".jar");
    return new JarFile(Path.of(place).toFile());
  }

  @Test
  @DisplayName("the jar holds its package and its plug-in, and nothing of the libraries it uses")
  void holdsOnlyItself() throws Exception {
    try (JarFile jar = jar()) {
      List<String> files = jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .toList();

      assertThat(files)
          .allMatch(name -> name.startsWith("dev/antiphon/cloud/") || name.startsWith("META-INF/"));
      ZipEntry plugins = jar.getEntry("META-INF/services/dev.antiphon.spi.RuntimePlugin");
      assertThat(new String(jar.getInputStream(plugins).readAllBytes(), StandardCharsets.UTF_8)
              .strip())
          .isEqualTo(CloudPlugin.class.getName());
    }
  }
}
