package dev.antiphon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a jar that is broken, and that it spoils nothing for the others. */
class BrokenPluginTest {

  private static final String INTERFACE = "dev.antiphon.spi.RuntimePlugin";
  private static final String INFO =
      "public dev.antiphon.spi.PluginInfo info() { return dev.antiphon.spi.PluginInfo.of(\"bad\"); }";
  private static final String INSTALL =
      "public void install(dev.antiphon.spi.PluginRegistrar registrar) {";

  @TempDir
  Path folder;

  @Test
  @DisplayName("a listed class that is not there is named with its jar; the others are used")
  void missingClass() throws IOException {
    PluginJars jars = new PluginJars(folder);
    Path broken = jars.listing("broken.jar", "org.example.Gone # the old one");
    jars.plugin("good.jar", "Good", PluginJars.source("Good", "good"));

    assertBroken(
        jars,
        "Cannot load plug-in class 'org.example.Gone' (in " + broken
            + "): the class 'org.example.Gone' that it needs is not there. Put the jar that has it"
            + " on the class path, or take the plug-in off.");
  }

  @Test
  @DisplayName("a plug-in whose own classes are missing is named, and the missing class too")
  void missingDependency() throws IOException {
    PluginJars jars = new PluginJars(folder);
    jars.plugin("good.jar", "Good", PluginJars.source("Good", "good"));
    jars.compiled("Missing", "public class Missing {}");
    Path broken = jars.plugin(
        "broken.jar",
        "Needy",
        "public class Needy extends Missing implements %s { %s %s } }"
            .formatted(INTERFACE, INFO, INSTALL));

    assertBroken(
        jars,
        "Cannot load plug-in class 'Needy' (in " + broken
            + "): the class 'Missing' that it needs is not there. Put the jar that has it on the"
            + " class path, or take the plug-in off.");
  }

  @Test
  @DisplayName("a plug-in that misses a class when it installs is named")
  void missingAtInstall() throws IOException {
    PluginJars jars = new PluginJars(folder);
    jars.compiled("Missing", "public class Missing { public static void call() {} }");
    Path broken = jars.plugin(
        "broken.jar",
        "Lazy",
        "public class Lazy implements %s { %s %s Missing.call(); } }"
            .formatted(INTERFACE, INFO, INSTALL));
    jars.plugin("good.jar", "Good", PluginJars.source("Good", "good"));

    assertBroken(
        jars,
        "Plug-in class 'Lazy' (in " + broken
            + ") failed in install: the class 'Missing' that it needs is not there. Put the jar that"
            + " has it on the class path, or take the plug-in off.");
  }

  @Test
  @DisplayName(
      "a plug-in whose constructor fails is named; its own words, maybe secret, stay inside")
  void failingConstructor() throws IOException {
    PluginJars jars = new PluginJars(folder);
    Path broken = jars.plugin(
        "broken.jar",
        "Angry",
        "public class Angry implements %s { public Angry() { throw new IllegalStateException(\"canary\"); } %s %s } }"
            .formatted(INTERFACE, INFO, INSTALL));
    jars.plugin("good.jar", "Good", PluginJars.source("Good", "good"));

    BrokenPlugin angry = assertBroken(
        jars,
        "Cannot load plug-in class 'Angry' (in " + broken
            + "): it threw java.lang.IllegalStateException. The cause says more; tell its author if"
            + " your settings are right.");
    assertThat(angry.failure()).hasRootCauseMessage("canary");
    assertThat(angry.className()).contains("Angry");
    assertThat(angry.place()).contains(broken.toString());
  }

  @Test
  @DisplayName("a listed class that is no plug-in is named")
  void notAPlugin() throws IOException {
    PluginJars jars = new PluginJars(folder);
    Path broken = jars.plugin("broken.jar", "Stranger", "public class Stranger {}");
    jars.plugin("good.jar", "Good", PluginJars.source("Good", "good"));

    assertBroken(
        jars,
        "Cannot load plug-in class 'Stranger' (in " + broken
            + "): it is listed in META-INF/services/dev.antiphon.spi.RuntimePlugin, but it is no"
            + " dev.antiphon.spi.RuntimePlugin with a public constructor without parameters. Tell"
            + " its author.");
  }

  @Test
  @DisplayName("a class file that is no class file is named")
  void damagedClass() throws IOException {
    PluginJars jars = new PluginJars(folder);
    Path broken = jars.jar(
        "broken.jar",
        Map.of(
            ServiceFiles.PATH,
            "Damaged".getBytes(StandardCharsets.UTF_8),
            "Damaged.class",
            "not a class".getBytes(StandardCharsets.UTF_8)));
    jars.plugin("good.jar", "Good", PluginJars.source("Good", "good"));

    BrokenPlugin damaged = onlyBroken(jars);

    assertThat(damaged.toString())
        .startsWith("Cannot load plug-in class 'Damaged' (in " + broken
            + "): it does not fit the classes it meets (java.lang.ClassFormatError: ")
        .endsWith("). Use a version of it that was built for this version of Antiphon.");
  }

  @Test
  @DisplayName("a list of plug-ins that cannot be read is told, and the others are used")
  void brokenListing() throws IOException {
    PluginJars jars = new PluginJars(folder);
    jars.listing("broken.jar", "this is no class name");
    jars.plugin("good.jar", "Good", PluginJars.source("Good", "good"));

    assertThat(onlyBroken(jars).toString()).contains("this is no class name");
  }

  @Test
  @DisplayName("a plug-in that was built for a newer or older contract is named with what to do")
  void otherVersion() throws IOException {
    PluginJars newer = new PluginJars(folder);
    Path jar = newer.plugin(
        "newer.jar", "Newer", PluginJars.source("Newer", "newer", "of(\"newer\").builtFor(2)"));
    newer.plugin("good.jar", "Good", PluginJars.source("Good", "good"));

    assertBroken(
        newer,
        "Plug-in class 'Newer' (in " + jar
            + ") was built for version 2 of the plug-in contract, but this Antiphon understands"
            + " version 1. Use a newer Antiphon, or an older version of the plug-in.");
    assertThat(new SpiVersions(2, 4).problemWith(1))
        .contains("was built for version 1 of the plug-in contract, but this Antiphon understands"
            + " versions 2 to 4. Use a newer version of the plug-in, or an older Antiphon");
    assertThat(new SpiVersions(2, 4).problemWith(2)).isEmpty();
    assertThat(new SpiVersions(2, 4).problemWith(4)).isEmpty();
  }

  @Test
  @DisplayName("a plug-in without info is named")
  void noInfo() throws IOException {
    PluginJars jars = new PluginJars(folder);
    Path broken = jars.plugin(
        "broken.jar",
        "Nameless",
        "public class Nameless implements %s { public dev.antiphon.spi.PluginInfo info() { return null; } %s } }"
            .formatted(INTERFACE, INSTALL));
    jars.plugin("good.jar", "Good", PluginJars.source("Good", "good"));

    assertBroken(
        jars, "Plug-in class 'Nameless' (in " + broken + ") has no info. Tell its author.");
  }

  @Test
  @DisplayName("a broken plug-in that the caller has made is thrown at once")
  void madeByTheCaller() {
    RuntimePlugin old = new RuntimePlugin() {
      @Override
      public PluginInfo info() {
        return PluginInfo.of("old").builtFor(0);
      }

      @Override
      public void install(PluginRegistrar registrar) {}
    };

    assertThatThrownBy(() -> Plugins.of(old))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("Use a newer version of the plug-in, or an older Antiphon.");
  }

  private static BrokenPlugin assertBroken(PluginJars jars, String message) throws IOException {
    BrokenPlugin broken = onlyBroken(jars);
    assertThat(broken.toString()).isEqualTo(message);
    assertThat(broken.failure()).hasMessage(message);
    return broken;
  }

  /** Looks for plug-ins: one is good, and one is broken. */
  private static BrokenPlugin onlyBroken(PluginJars jars) throws IOException {
    Plugins plugins = Plugins.discover(jars.loader());

    assertThat(plugins.all()).extracting(PluginInfo::name).containsExactly("good");
    assertThat(plugins.broken()).hasSize(1);
    return plugins.broken().get(0);
  }
}
