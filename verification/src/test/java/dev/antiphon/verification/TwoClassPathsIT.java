package dev.antiphon.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.guice.Antiphon;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One program, two class paths: a jar and one setting change the adapter. */
class TwoClassPathsIT {

  private static final List<String> NO_SETTING = List.of();
  private static final List<String> ONE_SETTING = List.of("-Dantiphon.history=jdbc");

  @TempDir
  Path folder;

  @Test
  @DisplayName("without the jar the thread is kept in memory, and is empty again after a restart")
  void withoutTheJar() throws Exception {
    assertThat(withoutJdbc().artifacts()).doesNotContain("antiphon-adapters-jdbc", "h2");

    say(withoutJdbc(), NO_SETTING, "Good morning");
    List<String> printed = say(withoutJdbc(), NO_SETTING, "Good night");

    assertThat(printed).containsExactly("history: memory (built in)", "2 messages");
    assertThat(folder.resolve("antiphon-data")).doesNotExist();
  }

  @Test
  @DisplayName(
      "with the jar and one setting the same program keeps it in a database, over a restart")
  void withTheJar() throws Exception {
    assertThat(withJdbc().artifacts()).contains("antiphon-adapters-jdbc", "h2");

    say(withJdbc(), ONE_SETTING, "Good morning");
    List<String> printed = say(withJdbc(), ONE_SETTING, "Good night");

    assertThat(printed)
        .containsExactly(
            "history: jdbc (antiphon.history, set by the system property antiphon.history)",
            "4 messages");
    assertThat(folder.resolve("antiphon-data").resolve("chat.mv.db")).exists();
  }

  @Test
  @DisplayName("with the jar the setting decides: the same class path keeps it in memory too")
  void settingDecides() throws Exception {
    List<String> memory = List.of("-Dantiphon.history=memory", "-Dantiphon.threads=memory");

    say(withJdbc(), memory, "Good morning");
    List<String> printed = say(withJdbc(), memory, "Good night");

    assertThat(printed).endsWith("2 messages");
    assertThat(folder.resolve("antiphon-data")).doesNotExist();
  }

  /** Returns the class path of a program that knows discovery, wiring and a model. */
  private ClassPath withoutJdbc() throws Exception {
    Path program = Path.of("target", "test-classes").toAbsolutePath();
    return ClassPath.broughtBy("runtime-guice")
        .with(ClassPath.of(Antiphon.class))
        .with(EchoPlugin.listedIn(folder.resolve("echo")))
        .with(new ClassPath(Set.of(program)));
  }

  /** Returns the same with one adapter more, and what it brings. */
  private ClassPath withJdbc() throws Exception {
    return withoutJdbc().with(ClassPath.broughtBy("examples/plain"));
  }

  private List<String> say(ClassPath classPath, List<String> options, String message)
      throws Exception {
    return classPath.run(folder, options, ChatOfPlugins.class.getName(), message);
  }
}
