package dev.antiphon.guice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.context.ModelContribution;
import dev.antiphon.memory.InMemoryApprovalRules;
import dev.antiphon.memory.InMemoryAttachmentStore;
import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.memory.InMemoryThreadList;
import dev.antiphon.port.ContextPolicy;
import dev.antiphon.port.DictationSession;
import dev.antiphon.port.Utterance;
import dev.antiphon.spi.PluginRegistrar.NoSettings;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Settings;
import dev.antiphon.thread.Capability;
import dev.antiphon.tool.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** That a plug-in can offer something for every port, and that it gets there. */
class EveryPortTest {

  private final List<String> made = new ArrayList<>();

  private final RuntimePlugin all = TestPlugin.named("all", registrar -> {
    registrar.model("all", settings -> made("model", (request, reply) -> reply.text("Yes.")));
    registrar.history("all", settings -> made("history", new InMemoryThreadHistory()));
    registrar.threadList("all", settings -> made("thread list", new InMemoryThreadList()));
    registrar.tools(
        "all", settings -> made("tools", List.of(Tool.builder("clock", "").build())));
    registrar.modelContext(
        "all", settings -> made("model context", () -> ModelContribution.ofSystem("Be brief.")));
    registrar.contextPolicy(
        "all", settings -> made("context policy", ContextPolicy.lastMessages(9)));
    registrar.approvalRules("all", settings -> made("approval rules", new InMemoryApprovalRules()));
    registrar.attachmentStore(
        "all", settings -> made("attachment store", new InMemoryAttachmentStore()));
    registrar.storedAttachments("all", NoSettings.class, (settings, store) -> {
      assertThat(store).isInstanceOf(InMemoryAttachmentStore.class);
      return made("attachments", new NoAttachments());
    });
    registrar.feedback("all", settings -> made("feedback", request -> {}));
    registrar.titles("all", settings -> made("titles", (request, title) -> {}));
    registrar.suggestions("all", settings -> made("suggestions", (request, lists) -> {}));
    registrar.speech("all", settings -> made("speech", (request, progress) -> Utterance.OVER));
    registrar.dictation(
        "all", settings -> made("dictation", (request, writer) -> DictationSession.OVER));
    registrar.voice(
        "all",
        settings -> made("voice", (request, writer) -> {
          throw new IllegalStateException("nobody talks here");
        }));
  });

  @Test
  @DisplayName(
      "OPT-5: what is named for each port is made once, in the documented order, and is there")
  void everyPort() {
    Map<String, String> settings = new HashMap<>();
    Port.all().forEach(port -> settings.put(port.key(), "all"));

    try (Antiphon antiphon =
        Antiphon.builder(Settings.of(settings)).plugins(Plugins.of(all)).start()) {
      assertThat(made)
          .containsExactlyElementsOf(Port.all().stream().map(Port::label).toList());
      assertThat(antiphon.report().ports())
          .allSatisfy(
              port -> assertThat(port.reason()).as("%s", port).isEqualTo(PortReport.Reason.NAMED));
      assertThat(antiphon.runtime().threads().main().state().capabilities())
          .contains(
              Capability.ATTACHMENTS,
              Capability.FEEDBACK,
              Capability.SPEECH,
              Capability.DICTATION,
              Capability.VOICE);
      assertThat(antiphon.runtime().modelContext().system()).isEqualTo("Be brief.");
      assertThat(antiphon.runtime().modelContext().summary().toolNames()).containsExactly("clock");
    }
  }

  private <T> T made(String what, T adapter) {
    made.add(what);
    return adapter;
  }
}
