package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.SourcePart;
import dev.antiphon.message.Status;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SampleMessagesTest {

  private final List<Message> samples = SampleMessages.all();

  @Test
  @DisplayName("HIST-9: the samples have every kind of part")
  void everyKind() {
    Set<Class<?>> kinds = new LinkedHashSet<>();
    Stream.of(MessagePart.class.getPermittedSubclasses())
        .filter(kind -> !kind.equals(SourcePart.class))
        .forEach(kinds::add);
    kinds.addAll(Arrays.asList(SourcePart.class.getPermittedSubclasses()));

    assertThat(samples.stream().flatMap(message -> message.content().stream()))
        .extracting(Object::getClass)
        .containsAll(kinds);
  }

  @Test
  @DisplayName("HIST-9: the samples have every reason of a status")
  void everyReason() {
    assertThat(samples.stream().map(Message::status).filter(status -> status != null))
        .extracting(Status::reason)
        .contains(Status.Reason.values());
  }

  @Test
  @DisplayName("the ids of the samples are unique")
  void uniqueIds() {
    assertThat(samples).extracting(Message::id).doesNotHaveDuplicates();
  }
}
