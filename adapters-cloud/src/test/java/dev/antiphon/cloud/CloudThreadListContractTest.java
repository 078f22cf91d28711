package dev.antiphon.cloud;

import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tck.ThreadListContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class CloudThreadListContractTest extends ThreadListContract {

  private final CloudWorld world = new CloudWorld();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Override
  protected RemoteThreadListAdapter open() {
    return new CloudThreadList(world.client());
  }

  @Override
  protected Optional<ThreadHistoryAdapter> openHistory() {
    return Optional.of(new CloudThreadHistory(world.client()));
  }
}
