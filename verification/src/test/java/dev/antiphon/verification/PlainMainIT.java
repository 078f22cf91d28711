package dev.antiphon.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.examples.plain.CoreChat;
import dev.antiphon.examples.plain.JdbcChat;
import dev.antiphon.jdbc.JdbcPlugin;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.RuntimePlugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nobody is made to take discovery or an injector: each program is a process of its own. */
class PlainMainIT {

  private static final Set<String> GUICE =
      Set.of("antiphon-runtime-guice", "guice", "guava", "jakarta.inject-api", "aopalliance");

  private static final List<String> NO_OPTIONS = List.of();

  @TempDir
  Path folder;

  @Test
  @DisplayName("a chat runs with the jar of the core and nothing else")
  void coreAlone() throws Exception {
    ClassPath classPath = ClassPath.of(LocalRuntime.class);
    assertThat(classPath.artifacts()).containsExactly("antiphon-runtime-core");

    List<String> printed = classPath
        .with(ClassPath.of(CoreChat.class))
        .run(folder, NO_OPTIONS, CoreChat.class.getName(), "Good morning", "Good night");

    assertThat(printed).containsExactly("You said: Good morning", "You said: Good night");
  }

  @Test
  @DisplayName(
      "a chat is kept in a database with adapters-jdbc and what it brings, without an injector")
  void jdbcAndWhatItBrings() throws Exception {
    ClassPath classPath = ClassPath.broughtBy("examples/plain");
    assertThat(classPath.artifacts())
        .contains("antiphon-adapters-jdbc", "antiphon-runtime-core", "h2", "jdbi3-core")
        .doesNotContainAnyElementsOf(GUICE)
        .noneMatch(artifact -> artifact.contains("postgresql"));

    ClassPath program = classPath.with(ClassPath.of(JdbcChat.class));
    program.run(folder, NO_OPTIONS, JdbcChat.class.getName(), folder.toString(), "Good morning");
    List<String> printed =
        program.run(folder, NO_OPTIONS, JdbcChat.class.getName(), folder.toString(), "Good night");

    assertThat(printed)
        .containsExactly(
            "Good morning", "You said: Good morning", "Good night", "You said: Good night");
    assertThat(ClassPath.loadedIn(folder))
        .as("nothing was discovered")
        .contains(LocalRuntime.class.getName())
        .doesNotContain(
            Plugins.class.getName(), RuntimePlugin.class.getName(), JdbcPlugin.class.getName());
  }
}
