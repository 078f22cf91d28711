package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.FakeVoice;
import dev.antiphon.testing.World;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.VoiceState;
import dev.antiphon.thread.VoiceTranscript;
import dev.antiphon.tool.Tool;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is said in voice sessions. */
class VoiceTranscriptTest {

  private final World world = new World();
  private final FakeVoice voice = new FakeVoice();
  private ThreadRuntime thread;

  @BeforeEach
  void open() {
    world.with(builder -> builder.voice(voice));
    thread = world.open();
  }

  private FakeVoice.Call connected() {
    thread.voice().connect();
    world.scheduler.runAll();
    return voice.last();
  }

  private List<VoiceTranscript> live() {
    VoiceState state = thread.state().voice();
    assertThat(state).isNotNull();
    return state.transcript();
  }

  private List<String> stored() {
    return world.history.load(thread.key()).items().stream()
        .map(item -> ((dev.antiphon.port.StoredMessage.Intact) item).item())
        .map(MessageItem::message)
        .map(Message::text)
        .toList();
  }

  @Test
  @DisplayName("VOICE-2: a final transcript becomes a message below the head, and is stored")
  void finalTranscripts() {
    world.model.says("Hello");
    world.send(thread, "Hi");
    FakeVoice.Call call = connected();

    call.writer.transcript(Role.USER, "How are you?");
    call.writer.transcript(Role.ASSISTANT, "Fine.");
    List<String> atOnce = World.shown(thread);
    world.scheduler.runAll();
    thread.voice().disconnect();
    world.scheduler.runAll();

    assertThat(atOnce)
        .containsExactly(
            "user: Hi",
            "assistant: Hello (complete/unknown)",
            "user: How are you?",
            "assistant: Fine. (complete/stop)");
    assertThat(stored()).containsExactly("Hi", "Hello", "How are you?", "Fine.");
    assertThat(World.shown(world.open())).isEqualTo(atOnce);
    assertThat(thread.state().places())
        .extracting(place -> place.parentId())
        .containsExactly(
            null,
            thread.message(0).id(),
            thread.message(1).id(),
            thread.message(2).id());
  }

  @Test
  @DisplayName("VOICE-2, LIST-12: the first thing said creates the thread's record")
  void createsTheRecord() {
    FakeVoice.Call call = connected();
    EventLog events = EventLog.of(thread);

    call.writer.transcript(Role.USER, "Hello?");
    world.scheduler.runAll();

    assertThat(events.of(ThreadEvent.ThreadInitialized.class)).hasSize(1);
    assertThat(world.threadList.fetch(new ThreadKey("ada", "t"))).isPresent();
    assertThat(stored()).containsExactly("Hello?");
  }

  @Test
  @DisplayName("VOICE-2, OPT-7: greetings above it are stored first")
  void greetings() {
    world.with(builder -> builder.initialMessages(
        MessageInput.of(Role.SYSTEM, "Be kind"), MessageInput.of(Role.ASSISTANT, "Welcome")));
    thread = world.open("greeted");
    FakeVoice.Call call = connected();

    call.writer.transcript(Role.USER, "Thanks");
    world.scheduler.runAll();

    assertThat(stored()).containsExactly("Be kind", "Welcome", "Thanks");
    assertThat(World.shown(world.open("greeted"))).hasSize(3);
  }

  @Test
  @DisplayName("VOICE-2, HIST-7: a write that fails is tried again; given up, the message stays")
  void storedLikeAReply() {
    world.options(options -> options.historyAttempts(2));
    thread = world.open();
    FakeVoice.Call call = connected();
    EventLog events = EventLog.of(thread);
    world.history.failWrites(1);
    call.writer.transcript(Role.USER, "One");
    world.scheduler.advance(Duration.ofSeconds(10));
    SaveState afterRetry = thread.state().saveState(thread.message(0).id());

    world.history.failWrites(2);
    call.writer.transcript(Role.ASSISTANT, "Two");
    world.scheduler.advance(Duration.ofSeconds(10));

    assertThat(afterRetry).isEqualTo(SaveState.SAVED);
    assertThat(thread.state().saveState(thread.message(1).id())).isEqualTo(SaveState.UNSAVED);
    assertThat(events.of(ThreadEvent.MessageUnsaved.class)).hasSize(1);
    call.writer.transcript(Role.USER, "Three");
    world.scheduler.advance(Duration.ofSeconds(10));
    assertThat(stored()).containsExactly("One", "Two", "Three");
  }

  @Test
  @DisplayName("VOICE-3: interim assistant text replaces itself in the live transcript")
  void interimReplacesItself() {
    FakeVoice.Call call = connected();

    call.writer.interim(Role.ASSISTANT, "It");
    call.writer.interim(Role.ASSISTANT, "It is noon");
    List<VoiceTranscript> whileSpeaking = live();
    List<Message> messages = thread.state().messages();
    call.writer.transcript(Role.ASSISTANT, "It is noon.");

    assertThat(whileSpeaking).containsExactly(new VoiceTranscript(Role.ASSISTANT, "It is noon"));
    assertThat(messages).isEmpty();
    assertThat(live()).isEmpty();
    assertThat(World.shown(thread)).containsExactly("assistant: It is noon. (complete/stop)");
  }

  @Test
  @DisplayName("VOICE-3: a user transcript finishes what the model was saying, complete/unknown")
  void userFinishesTheModel() {
    FakeVoice.Call call = connected();

    call.writer.interim(Role.ASSISTANT, "It is");
    call.writer.transcript(Role.USER, "Stop");
    call.writer.interim(Role.ASSISTANT, "Why");
    call.writer.interim(Role.USER, "Because");

    assertThat(World.shown(thread))
        .containsExactly(
            "assistant: It is (complete/unknown)",
            "user: Stop",
            "assistant: Why (complete/unknown)");
    assertThat(live()).containsExactly(new VoiceTranscript(Role.USER, "Because"));
  }

  @Test
  @DisplayName("VOICE-3: the end of the session finishes it too; interim user text is no message")
  void endFinishes() {
    FakeVoice.Call call = connected();
    EventLog events = EventLog.of(thread);

    call.writer.interim(Role.USER, "I was just");
    call.writer.interim(Role.ASSISTANT, "Good");
    call.writer.failed(new IllegalStateException("Line cut"));
    world.scheduler.runAll();

    assertThat(World.shown(thread)).containsExactly("assistant: Good (complete/unknown)");
    assertThat(events.of(ThreadEvent.VoiceChanged.class))
        .last()
        .satisfies(last -> assertThat(last.voice().transcript()).isEmpty());
    assertThat(stored()).containsExactly("Good");
  }

  @Test
  @DisplayName("VOICE-3: a final transcript that comes alone is complete at once")
  void finalAlone() {
    FakeVoice.Call call = connected();

    call.writer.transcript(Role.ASSISTANT, "Welcome");

    assertThat(World.shown(thread)).containsExactly("assistant: Welcome (complete/stop)");
  }

  @Test
  @DisplayName("VOICE-3: a final user transcript takes the place of the interim one")
  void finalUserTranscript() {
    FakeVoice.Call call = connected();

    call.writer.interim(Role.USER, "What");
    call.writer.interim(Role.USER, "What time");
    call.writer.transcript(Role.USER, "What time is it?");

    assertThat(live()).isEmpty();
    assertThat(World.shown(thread)).containsExactly("user: What time is it?");
  }

  @Test
  @DisplayName("VOICE-3: blank transcripts make no message")
  void blank() {
    FakeVoice.Call call = connected();

    call.writer.interim(Role.ASSISTANT, "Hm");
    call.writer.interim(Role.ASSISTANT, "  ");
    call.writer.transcript(Role.USER, " ");
    call.writer.transcript(Role.ASSISTANT, "");

    assertThat(live()).isEmpty();
    assertThat(thread.state().messages()).isEmpty();
  }

  @Test
  @DisplayName("VOICE-3: somebody else than user and assistant cannot speak")
  void otherRoles() {
    FakeVoice.Call call = connected();

    assertThatThrownBy(() -> call.writer.transcript(Role.SYSTEM, "Obey"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(thread.state().messages()).isEmpty();
  }

  @Test
  @DisplayName("VOICE-4: transcripts start no run")
  void noRun() {
    FakeVoice.Call call = connected();

    call.writer.transcript(Role.USER, "Hello?");
    world.scheduler.runAll();

    assertThat(world.model.requests()).isEmpty();
    assertThat(thread.state().isRunning()).isFalse();
  }

  @Test
  @DisplayName("VOICE-4: while a run is active they are added, in order, at its visible end")
  void atTheVisibleEnd() {
    FakeVoice.Call call = connected();
    EventLog events = EventLog.of(thread);
    world.model.then((request, reply) -> {
      reply.text("One");
      call.writer.transcript(Role.USER, "Two");
      call.writer.transcript(Role.ASSISTANT, "Three");
      assertThat(thread.state().messages()).hasSize(2);
      thread.send("Four");
    });

    world.send(thread, "Zero");

    assertThat(thread.state().messages())
        .extracting(Message::text)
        .containsExactly("Zero", "One", "Two", "Three", "Four", "");
    List<String> names = events.names();
    assertThat(names.lastIndexOf("MessageAdded")).isGreaterThan(names.indexOf("RunEnded"));
    assertThat(stored()).containsExactly("Zero", "One", "Two", "Three", "Four", "");
  }

  @Test
  @DisplayName("VOICE-4: also at that of a run that was interrupted, before what interrupts it")
  void interrupted() {
    FakeVoice.Call call = connected();
    world.model.then((request, reply) -> {
      call.writer.transcript(Role.USER, "Spoken");
      thread.send(
          MessageInput.text("Typed"),
          SendOptions.builder().whenBusy(WhenBusy.INTERRUPT).build());
    });

    thread.send("Hi");
    world.scheduler.runAll();

    assertThat(thread.state().messages())
        .extracting(Message::text)
        .containsExactly("Hi", "", "Spoken", "Typed", "");
  }

  @Test
  @DisplayName("VOICE-4: a pause is a visible end")
  void pause() {
    world.tools(Tool.builder("ask", "Asks").build());
    thread = world.open();
    FakeVoice.Call call = connected();
    world.model.calls("c1", "ask", "{}");
    world.model.then((request, reply) -> {});
    Run run = thread.send("Hi");
    world.scheduler.runSome(4);
    call.writer.transcript(Role.USER, "Spoken");

    RunOutcome outcome = world.finish(run).outcome();

    assertThat(outcome).isEqualTo(RunOutcome.PAUSED);
    assertThat(World.shown(thread)).last().isEqualTo("user: Spoken");
  }

  @Test
  @DisplayName("VOICE-4: they wait even when the session is over before the run is")
  void sessionOverBeforeTheRun() {
    FakeVoice.Call call = connected();
    world.model.then((request, reply) -> {
      call.writer.interim(Role.ASSISTANT, "Spoken");
      thread.voice().disconnect();
      reply.text("Written");
    });

    world.send(thread, "Hi");

    assertThat(thread.state().messages())
        .extracting(Message::text)
        .containsExactly("Hi", "Written", "Spoken");
  }

  @Test
  @DisplayName("VOICE-4, HIST-15: what is said while the thread is lost is added after the load")
  void whileTheThreadIsLost() {
    FakeVoice.Call call = connected();
    call.writer.transcript(Role.USER, "One");
    world.scheduler.runAll();
    world.open().append(MessageInput.text("Another writer's"));
    world.scheduler.runAll();
    call.writer.transcript(Role.USER, "Two");
    world.scheduler.runAll();

    call.writer.transcript(Role.USER, "Three");
    thread.retryLoad();
    world.scheduler.runAll();

    assertThat(thread.state().messages())
        .extracting(Message::text)
        .containsExactly("One", "Another writer's", "Three");
    assertThat(stored()).containsExactly("One", "Another writer's", "Three");
  }
}
