package dev.antiphon.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The jars that a program is started with.
 *
 * @param jars the jars
 */
record ClassPath(Set<Path> jars) {

  /** Surefire and Failsafe run in the folder of the module. */
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern JAR = Pattern.compile("(?<artifact>.+?)-\\d.*\\.jar");

  /** Returns what a module brings, as its own build has resolved it, without its own jar. */
  static ClassPath broughtBy(String module) throws IOException {
    Path file = ROOT.resolve(module).resolve("target").resolve("class-path.txt");
    Set<Path> jars = new LinkedHashSet<>();
    for (String entry : Files.readString(file).strip().split(File.pathSeparator, -1)) {
      jars.add(Path.of(entry));
    }
    return new ClassPath(jars);
  }

  /** Returns the jar that a class stands in. */
  static ClassPath of(Class<?> type) throws URISyntaxException {
    Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(jar.toString()).as("needs the phase package").endsWith(".jar");
    return new ClassPath(Set.of(jar));
  }

  ClassPath with(ClassPath more) {
    Set<Path> all = new LinkedHashSet<>(jars);
    all.addAll(more.jars);
    return new ClassPath(all);
  }

  /** Returns the names of the artifacts, without versions. */
  Set<String> artifacts() {
    Set<String> artifacts = new TreeSet<>();
    for (Path jar : jars) {
      String name = jar.getFileName().toString();
      Matcher matcher = JAR.matcher(name);
      artifacts.add(matcher.matches() ? matcher.group("artifact") : name);
    }
    return artifacts;
  }

  /**
   * Starts a program of this class path in a JVM of its own, and waits for its end.
   *
   * @param directory the working directory; what classes were loaded is written there too
   * @param jvmOptions options of the JVM, such as {@code -Dantiphon.history=jdbc}
   * @param main the class
   * @param arguments what it is given
   * @return the lines that it printed
   */
  List<String> run(Path directory, List<String> jvmOptions, String main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xlog:class+load:file=" + loadedClasses(directory),
        "-cp",
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
    command.addAll(jvmOptions);
    command.add(main);
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out.txt");
    Process process = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(out.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    assertThat(process.waitFor()).as("exit code of %s", main).isZero();
    return Files.readAllLines(out);
  }

  /** Returns the names of the classes that the last program in a directory has loaded. */
  static Set<String> loadedIn(Path directory) throws IOException {
    Pattern loaded = Pattern.compile("\\[class,load\\s*\\] (\\S+) source:.*");
    return Files.readAllLines(loadedClasses(directory)).stream()
        .map(line -> loaded.matcher(line.substring(Math.max(0, line.indexOf("[class,load")))))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toSet());
  }

  private static Path loadedClasses(Path directory) {
    return directory.resolve("classes.log");
  }
}
