package dev.antiphon.tck;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.UnknownPart;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A history whose form keeps no custom metadata and knows no parts of unknown types: it says so.
 */
class LossyHistoryContractTest extends ThreadHistoryContract {

  private final InMemoryThreadHistory kept = new InMemoryThreadHistory();

  @Override
  protected ThreadHistoryAdapter open() {
    return new Lossy(kept);
  }

  @Override
  protected @Nullable Message asStored(Message message) {
    return Lossy.isExpressible(message) ? Lossy.reduced(message) : null;
  }

  private record Lossy(InMemoryThreadHistory kept) implements ThreadHistoryAdapter {

    static boolean isExpressible(Message message) {
      return message.content().stream().noneMatch(UnknownPart.class::isInstance);
    }

    static Message reduced(Message message) {
      return message.toBuilder().custom(Map.of()).build();
    }

    @Override
    public LoadedThread load(ThreadKey thread) {
      return kept.load(thread);
    }

    @Override
    public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
      List<HistoryEntry> entries = new ArrayList<>();
      for (HistoryEntry entry : batch.entries()) {
        if (entry instanceof HistoryEntry.Append append) {
          entries.add(new HistoryEntry.Append(reduced(append.item())));
        } else if (entry instanceof HistoryEntry.Update update) {
          entries.add(new HistoryEntry.Update(reduced(update.item())));
        } else {
          entries.add(entry);
        }
      }
      return kept.write(thread, new HistoryBatch(batch.expected(), entries));
    }

    private static MessageItem reduced(MessageItem item) {
      if (!isExpressible(item.message())) {
        throw new StorageException("schema", "The form has no such part.", false, null);
      }
      return item.withMessage(reduced(item.message()));
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.complementOf(EnumSet.of(Capability.RESUME, Capability.WHOLE_MESSAGES));
    }
  }
}
