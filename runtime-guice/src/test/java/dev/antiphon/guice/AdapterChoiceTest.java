package dev.antiphon.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.spi.Offer;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterChoiceTest {

  private static final ChatModelAdapter SILENT = (request, reply) -> {};
  private static final RuntimePlugin ECHO =
      TestPlugin.named("echo", registrar -> registrar.model("echo", settings -> SILENT));
  private static final RuntimePlugin OPENAI =
      TestPlugin.named("openai", registrar -> registrar.model("openai", settings -> SILENT));
  private static final RuntimePlugin JDBC = histories("jdbc", "jdbc");
  private static final RuntimePlugin FILES = histories("files", "files");

  private static final String BY = " by '%s' (in %s)"
      .formatted(
          TestPlugin.class.getName(),
          Path.of(URI.create(TestPlugin.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toString()))
              .toString());

  @TempDir
  Path folder;

  @Test
  @DisplayName("one candidate: the only model is used without being asked for")
  void onlyOne() {
    assertThat(one(choice(Map.of(), ECHO, JDBC), Port.MODEL)).isEqualTo("echo");
  }

  @Test
  @DisplayName("two candidates: the one that settings name is used")
  void named() {
    assertThat(one(choice(Map.of("antiphon.model", " openai "), ECHO, OPENAI), Port.MODEL))
        .isEqualTo("openai");
  }

  @Test
  @DisplayName("two candidates and no setting: refused with both and the lines to add")
  void twoAndNoSetting() {
    assertRefused(
        choice(Map.of(), ECHO, OPENAI),
        Port.MODEL,
        "2 plug-ins offer a model and antiphon.model is not set, so none is chosen (found: 'echo'"
            + BY + ", 'openai'" + BY
            + "). Add one of these lines to antiphon.properties: antiphon.model=echo or antiphon.model=openai.");
  }

  @Test
  @DisplayName("no candidate: refused with the plug-ins there are, and what to do")
  void noModel() {
    assertRefused(
        choice(Map.of(), JDBC),
        Port.MODEL,
        "A runtime needs a model, antiphon.model is not set, and none of the plug-ins on the class path offers one (found: jdbc). Put a jar that offers one on the class path; if it is not the only one then, add a line antiphon.model=NAME to antiphon.properties.");
    assertRefused(
        choice(Map.of()),
        Port.MODEL,
        "A runtime needs a model, antiphon.model is not set, and none of the plug-ins on the class path offers one (found: no plug-in at all). Put a jar that offers one on the class path; if it is not the only one then, add a line antiphon.model=NAME to antiphon.properties.");
  }

  @Test
  @DisplayName(
      "a model that nobody offers: refused with what was asked, what there is, what to write")
  void unknownModel() {
    assertRefused(
        choice(Map.of("antiphon.model", "opnai"), OPENAI),
        Port.MODEL,
        "The setting antiphon.model asks for 'opnai', but no plug-in on the class path offers a model of that name (found: 'openai'"
            + BY
            + "). Write antiphon.model=openai, or put the jar that offers it on the class path.");
  }

  @Test
  @DisplayName("an asked model that the only other jar does not offer is never replaced by another")
  void unknownModelAndNone() {
    assertRefused(
        choice(Map.of("antiphon.model", "openai"), JDBC),
        Port.MODEL,
        "The setting antiphon.model asks for 'openai', but no plug-in on the class path offers a model of that name (found: none). Put the jar that offers it on the class path, or remove the line.");
  }

  @Test
  @DisplayName("no history is left to the core, the only one is used, two must be named")
  void histories() {
    assertThat(choice(Map.of(), ECHO).of(Port.HISTORY)).isEmpty();
    assertThat(one(choice(Map.of(), JDBC), Port.HISTORY)).isEqualTo("jdbc");
    assertThat(one(choice(Map.of("antiphon.history", "files"), JDBC, FILES), Port.HISTORY))
        .isEqualTo("files");
    assertRefused(
        choice(Map.of(), JDBC, FILES),
        Port.HISTORY,
        "2 plug-ins offer a history and antiphon.history is not set, so none is chosen (found: 'files'"
            + BY + ", 'jdbc'" + BY
            + "). Add one of these lines to antiphon.properties: antiphon.history=files or antiphon.history=jdbc or antiphon.history=memory.");
  }

  @Test
  @DisplayName("memory leaves the history to the core, whatever is offered")
  void memory() {
    assertThat(choice(Map.of("antiphon.history", "memory"), JDBC).of(Port.HISTORY))
        .isEmpty();
  }

  @Test
  @DisplayName("a blank setting counts as not set")
  void blank() {
    assertThat(one(choice(Map.of("antiphon.model", " "), ECHO), Port.MODEL)).isEqualTo("echo");
  }

  @Test
  @DisplayName("tools are in use only if they are listed, in that order")
  void tools() {
    RuntimePlugin tools = TestPlugin.named("tools", registrar -> {
      registrar.tools("clock", settings -> List.of());
      registrar.tools("mail", settings -> List.of());
    });

    assertThat(choice(Map.of(), tools).of(Port.TOOLS)).isEmpty();
    assertThat(choice(Map.of("antiphon.tools", "mail, clock"), tools).of(Port.TOOLS))
        .extracting(Offer::name)
        .containsExactly("mail", "clock");
    assertRefused(
        choice(Map.of("antiphon.tools", "clok"), tools),
        Port.TOOLS,
        "The setting antiphon.tools asks for 'clok', but no plug-in on the class path offers tools of that name (found: 'clock'"
            + BY + ", 'mail'" + BY
            + "). Write antiphon.tools=clock or antiphon.tools=mail, or put the jar that offers it on the class path.");
  }

  @Test
  @DisplayName("what adds to a chat is in use only if it is named, the only offer too")
  void discoverIsNotActivate() {
    RuntimePlugin titles = TestPlugin.named(
        "paid", registrar -> registrar.titles("paid", settings -> (request, title) -> {}));

    assertThat(choice(Map.of(), titles).of(Port.TITLES)).isEmpty();
    assertThat(choice(Map.of("antiphon.titles", "first-text"), titles).of(Port.TITLES))
        .isEmpty();
    assertThat(one(choice(Map.of("antiphon.titles", "paid"), titles), Port.TITLES))
        .isEqualTo("paid");
  }

  @Test
  @DisplayName("a broken jar: what is named is used all the same, nothing is chosen unasked")
  void brokenJar() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(RuntimePlugin.class.getName()), "org.example.Gone");
    ClassLoader loader = new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, AdapterChoiceTest.class.getClassLoader());
    Plugins plugins = Plugins.discover(loader);
    String broken = "Cannot load plug-in class 'org.example.Gone' (in " + folder
        + "): the class 'org.example.Gone' that it needs is not there. Put the jar that has it on the"
        + " class path, or take the plug-in off.";

    AdapterChoice named =
        new AdapterChoice(plugins, Settings.of(Map.of("antiphon.history", "memory")));
    AdapterChoice wrong =
        new AdapterChoice(plugins, Settings.of(Map.of("antiphon.history", "gone")));
    AdapterChoice unasked = new AdapterChoice(plugins, Settings.of(Map.of()));

    assertThat(named.of(Port.HISTORY)).isEmpty();
    assertThat(unasked.of(Port.TITLES)).isEmpty();
    assertRefused(
        unasked,
        Port.HISTORY,
        "antiphon.history is not set, and a plug-in that may offer a history is broken, so none is chosen. "
            + broken
            + " Or say what to use without it: add a line antiphon.history=memory to antiphon.properties.");
    assertRefused(
        unasked,
        Port.MODEL,
        "antiphon.model is not set, and a plug-in that may offer a model is broken, so none is chosen. "
            + broken);
    assertRefused(
        wrong,
        Port.HISTORY,
        "The setting antiphon.history asks for 'gone', but no plug-in on the class path offers a history of that name (found: none). "
            + broken
            + " Write antiphon.history=memory, or put the jar that offers it on the class path.");
  }

  private static RuntimePlugin histories(String plugin, String name) {
    return TestPlugin.named(
        plugin, registrar -> registrar.history(name, settings -> new NoHistory()));
  }

  private static AdapterChoice choice(Map<String, String> settings, RuntimePlugin... plugins) {
    return new AdapterChoice(Plugins.of(plugins), Settings.of(settings));
  }

  private static String one(AdapterChoice choice, Port<?> port) {
    assertThat(choice.of(port)).hasSize(1);
    return choice.of(port).get(0).name();
  }

  private static void assertRefused(AdapterChoice choice, Port<?> port, String message) {
    assertThatThrownBy(() -> choice.of(port))
        .isInstanceOf(AdapterChoiceException.class)
        .hasMessage(message);
  }
}
