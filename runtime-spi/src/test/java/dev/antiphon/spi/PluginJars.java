package dev.antiphon.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** Makes jars of plug-ins that are compiled from source, as third parties ship them. */
final class PluginJars {

  private final Path folder;
  private final List<Path> jars = new ArrayList<>();

  /**
   * Makes none yet.
   *
   * @param folder where they are put
   */
  PluginJars(Path folder) {
    this.folder = folder;
  }

  /** Returns the source of a plug-in class that offers a model of the same name. */
  static String source(String className, String name) {
    return source(className, name, "of(\"%s\")".formatted(name));
  }

  /** Returns the source of a plug-in class whose info is this call of {@code PluginInfo}. */
  static String source(String className, String name, String info) {
    return """
        public class %s implements dev.antiphon.spi.RuntimePlugin {
          public dev.antiphon.spi.PluginInfo info() {
            return dev.antiphon.spi.PluginInfo.%s;
          }
          public void install(dev.antiphon.spi.PluginRegistrar registrar) {
            registrar.model("%s", settings -> (request, reply) -> {});
          }
        }
        """.formatted(className, info, name);
  }

  /** Makes a jar that lists a class and has it, compiled. */
  Path plugin(String jarName, String className, String source) throws IOException {
    return jar(
        jarName,
        Map.of(
            ServiceFiles.PATH,
            className.getBytes(StandardCharsets.UTF_8),
            className + ".class",
            compiled(className, source)));
  }

  /** Makes a jar that lists classes it may not have. */
  Path listing(String jarName, String... lines) throws IOException {
    byte[] list = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return jar(jarName, Map.of(ServiceFiles.PATH, list));
  }

  /** Makes a jar of files. */
  Path jar(String jarName, Map<String, byte[]> files) throws IOException {
    Path jar = folder.resolve(jarName);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        entries.putNextEntry(new ZipEntry(file.getKey()));
        entries.write(file.getValue());
      }
    }
    jars.add(jar);
    return jar;
  }

  /** Makes a jar that is another one, byte for byte. */
  void copy(Path jar, String jarName) throws IOException {
    jars.add(Files.copy(jar, folder.resolve(jarName)));
  }

  /** Returns a class loader that sees the jars, in the order in which they were made. */
  ClassLoader loader() throws MalformedURLException {
    URL[] places = new URL[jars.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = jars.get(i).toUri().toURL();
    }
    return new URLClassLoader(places, PluginJars.class.getClassLoader());
  }

  /** Returns a compiled class; what was compiled before is there to be used. */
  byte[] compiled(String className, String source) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path file = Files.writeString(classes.resolve(className + ".java"), source);
    int result = ToolProvider.getSystemJavaCompiler()
        .run(
            null,
            null,
            null,
            "-proc:none",
            "-cp",
            classes + File.pathSeparator + System.getProperty("java.class.path"),
            "-d",
            classes.toString(),
            file.toString());
    assertThat(result).as("%s compiles", className).isZero();
    return Files.readAllBytes(classes.resolve(className + ".class"));
  }
}
