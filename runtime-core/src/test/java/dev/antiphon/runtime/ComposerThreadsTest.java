package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.TextPart;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Composers on the threads of a real runtime. */
class ComposerThreadsTest {

  /** An adapter whose calls wait for each other: none ends before all have begun. */
  private static final class MeetingAttachments implements AttachmentAdapter {
    final CountDownLatch begun = new CountDownLatch(2);
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final CyclicBarrier adds = new CyclicBarrier(2);
    private final CyclicBarrier sends = new CyclicBarrier(2);

    @Override
    public String accept() {
      return "*";
    }

    @Override
    public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states)
        throws Exception {
      threads.add(Thread.currentThread());
      begun.countDown();
      adds.await(30, TimeUnit.SECONDS);
      return request.attachment().toBuilder().status(AttachmentStatus.READY).build();
    }

    @Override
    public Attachment send(AttachmentRequest request) throws Exception {
      threads.add(Thread.currentThread());
      sends.await(30, TimeUnit.SECONDS);
      PendingAttachment file = request.attachment();
      return Attachment.builder(file.id(), file.type(), file.name())
          .content(List.of(TextPart.of(file.name())))
          .build();
    }

    @Override
    public void remove(AttachmentRequest request) {
      throw new AssertionError("Nothing is removed here.");
    }
  }

  @Test
  @DisplayName("COMP-5: uploads run at the same time, on threads of the runtime; no command waits")
  void inParallel() throws Exception {
    MeetingAttachments adapter = new MeetingAttachments();
    try (LocalRuntime runtime = LocalRuntime.builder((request, reply) -> reply.text("Hello"))
        .attachments(adapter)
        .build()) {
      ThreadRuntime thread = runtime.threads().main();
      Composer composer = thread.composer();
      composer.setText("Hi");
      composer.addAttachment(InMemoryFile.text("a", "x"));
      ComposerSend send = addAndSend(composer);
      assertThat(adapter.begun.await(30, TimeUnit.SECONDS)).isTrue();

      assertThat(send.await().orElseThrow().text()).isEqualTo("Hello");
      assertThat(thread.message(0).attachments())
          .extracting(Attachment::name)
          .containsExactly("a", "b");
      assertThat(adapter.threads).doesNotContain(Thread.currentThread());
    }
  }

  /** Gives commands while the adapter is blocked: it waits for a second file. */
  private static ComposerSend addAndSend(Composer composer) {
    assertThat(composer.state().attachments()).hasSize(1);
    composer.addAttachment(InMemoryFile.text("b", "x"));
    ComposerSend send = composer.send().orElseThrow();
    assertThat(composer.state().text()).isEmpty();
    return send;
  }
}
