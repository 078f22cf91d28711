package dev.antiphon.tck;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.memory.InMemoryThreadList;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import java.util.Optional;

class InMemoryThreadListContractTest extends ThreadListContract {

  private final InMemoryThreadHistory history = new InMemoryThreadHistory();
  private final InMemoryThreadList list = new InMemoryThreadList(history);

  @Override
  protected RemoteThreadListAdapter open() {
    return list;
  }

  @Override
  protected Optional<ThreadHistoryAdapter> openHistory() {
    return Optional.of(history);
  }
}
