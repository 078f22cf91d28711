package dev.antiphon.tck;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.port.ThreadHistoryAdapter;

class InMemoryThreadHistoryContractTest extends ThreadHistoryContract {

  private final InMemoryThreadHistory history = new InMemoryThreadHistory();

  @Override
  protected ThreadHistoryAdapter open() {
    return history;
  }
}
