package dev.antiphon.guice;

import static java.util.Objects.requireNonNull;

import com.google.inject.Injector;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.CompositeAttachments;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.RuntimeOptions;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.SettingsException;
import dev.antiphon.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Puts a runtime together from what is bound. Adapters are made in the order of {@link Port#all}:
 * what is stored first, the model last.
 */
final class RuntimeParts {

  private final Injector injector;
  private final ChosenAdapters chosen;
  private final AntiphonModule.HostAdditions additions;

  RuntimeParts(Injector injector, ChosenAdapters chosen) {
    this.injector = injector;
    this.chosen = chosen;
    this.additions = injector.getInstance(AntiphonModule.HostAdditions.class);
  }

  LocalRuntime build(List<Consumer<LocalRuntime.Builder>> steps) {
    List<Consumer<LocalRuntime.Builder>> parts = new ArrayList<>(List.of(
        single(Port.HISTORY, LocalRuntime.Builder::history),
        single(Port.THREADS, LocalRuntime.Builder::threadList),
        tools(),
        contexts(),
        single(Port.CONTEXT_POLICY, LocalRuntime.Builder::contextPolicy),
        single(Port.APPROVAL_RULES, LocalRuntime.Builder::approvalRules),
        attachments(),
        single(Port.FEEDBACK, LocalRuntime.Builder::feedback),
        single(Port.TITLES, LocalRuntime.Builder::titles),
        single(Port.SUGGESTIONS, LocalRuntime.Builder::suggestions),
        single(Port.SPEECH, LocalRuntime.Builder::speech),
        single(Port.DICTATION, LocalRuntime.Builder::dictation),
        single(Port.VOICE, LocalRuntime.Builder::voice)));
    LocalRuntime.Builder builder =
        LocalRuntime.builder(requireNonNull(PortBindings.get(injector, Port.MODEL)));
    builder.json(injector.getInstance(JsonCodec.class));
    builder.options(injector.getInstance(RuntimeOptions.class));
    parts.forEach(part -> part.accept(builder));
    steps.forEach(step -> step.accept(builder));
    return builder.build();
  }

  /** Makes the adapter of a port now, and hands it over later. */
  private <T> Consumer<LocalRuntime.Builder> single(
      Port<T> port, BiConsumer<LocalRuntime.Builder, T> setter) {
    T adapter = PortBindings.get(injector, port);
    return builder -> {
      if (adapter != null) {
        setter.accept(builder, adapter);
      }
    };
  }

  private Consumer<LocalRuntime.Builder> tools() {
    List<Tool> tools = new ArrayList<>();
    listed(Port.TOOLS).forEach(tools::addAll);
    tools.addAll(additions.tools());
    return builder -> builder.tools(tools.toArray(Tool[]::new));
  }

  private Consumer<LocalRuntime.Builder> contexts() {
    List<ModelContextProvider> contexts = new ArrayList<>(listed(Port.CONTEXTS));
    contexts.addAll(additions.contexts());
    return builder -> contexts.forEach(builder::context);
  }

  /** What the host adds comes first: the last one that settings list may accept every file. */
  private Consumer<LocalRuntime.Builder> attachments() {
    List<AttachmentAdapter> attachments = new ArrayList<>(additions.attachments());
    attachments.addAll(listed(Port.ATTACHMENTS));
    if (attachments.isEmpty()) {
      return builder -> {};
    }
    AttachmentAdapter all = attachments.size() == 1 ? attachments.get(0) : together(attachments);
    return builder -> builder.attachments(all);
  }

  private static AttachmentAdapter together(List<AttachmentAdapter> attachments) {
    try {
      return new CompositeAttachments(attachments);
    } catch (IllegalArgumentException wrongOrder) {
      throw new SettingsException(
          List.of("The setting antiphon.attachments: " + wrongOrder.getMessage()));
    }
  }

  private <T> List<T> listed(Port<T> port) {
    return chosen.listed(port, this::store);
  }

  private AttachmentStore store() {
    AttachmentStore bound = PortBindings.get(injector, Port.ATTACHMENT_STORE);
    return bound == null ? chosen.neededStore() : bound;
  }
}
