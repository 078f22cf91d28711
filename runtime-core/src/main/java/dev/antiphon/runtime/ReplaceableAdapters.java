package dev.antiphon.runtime;

import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.DictationAdapter;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.port.RealtimeVoiceAdapter;
import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.thread.Capability;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The adapters that a runtime may lack and that can be replaced while it runs; work under way keeps
 * the one that it began with (rule OPT-4).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class ReplaceableAdapters {

  private volatile @Nullable AttachmentAdapter attachments;
  private volatile @Nullable FeedbackAdapter feedback;
  private volatile @Nullable SuggestionAdapter suggestions;
  private volatile @Nullable SpeechSynthesisAdapter speech;
  private volatile @Nullable DictationAdapter dictation;
  private volatile @Nullable RealtimeVoiceAdapter voice;

  @Nullable
  AttachmentAdapter attachments() {
    return attachments;
  }

  void attachments(@Nullable AttachmentAdapter replacement) {
    attachments = replacement;
  }

  @Nullable
  FeedbackAdapter feedback() {
    return feedback;
  }

  void feedback(@Nullable FeedbackAdapter replacement) {
    feedback = replacement;
  }

  @Nullable
  SuggestionAdapter suggestions() {
    return suggestions;
  }

  void suggestions(@Nullable SuggestionAdapter replacement) {
    suggestions = replacement;
  }

  @Nullable
  SpeechSynthesisAdapter speech() {
    return speech;
  }

  void speech(@Nullable SpeechSynthesisAdapter replacement) {
    speech = replacement;
  }

  @Nullable
  DictationAdapter dictation() {
    return dictation;
  }

  void dictation(@Nullable DictationAdapter replacement) {
    dictation = replacement;
  }

  @Nullable
  RealtimeVoiceAdapter voice() {
    return voice;
  }

  void voice(@Nullable RealtimeVoiceAdapter replacement) {
    voice = replacement;
  }

  /** Adds what a thread can do because an adapter is there (rule OPT-5). */
  void addTo(Set<Capability> capabilities) {
    add(capabilities, Capability.FEEDBACK, feedback);
    add(capabilities, Capability.SPEECH, speech);
    add(capabilities, Capability.DICTATION, dictation);
    add(capabilities, Capability.VOICE, voice);
  }

  private static void add(
      Set<Capability> capabilities, Capability capability, @Nullable Object adapter) {
    if (adapter != null) {
      capabilities.add(capability);
    }
  }
}
