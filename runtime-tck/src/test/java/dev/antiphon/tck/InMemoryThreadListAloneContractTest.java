package dev.antiphon.tck;

import dev.antiphon.memory.InMemoryThreadList;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import java.util.Optional;

class InMemoryThreadListAloneContractTest extends ThreadListContract {

  private final InMemoryThreadList list = new InMemoryThreadList();

  @Override
  protected RemoteThreadListAdapter open() {
    return list;
  }

  @Override
  protected Optional<ThreadHistoryAdapter> openHistory() {
    return Optional.empty();
  }
}
