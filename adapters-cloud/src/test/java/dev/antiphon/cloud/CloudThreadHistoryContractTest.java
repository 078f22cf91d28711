package dev.antiphon.cloud;

import dev.antiphon.message.Message;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.spi.json.AuiV0Json;
import dev.antiphon.spi.json.MessageFormatException;
import dev.antiphon.tck.ThreadHistoryContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class CloudThreadHistoryContractTest extends ThreadHistoryContract {

  private static final AuiV0Json FORM = new AuiV0Json();

  private final CloudWorld world = new CloudWorld();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  /** Each time a client that remembers nothing: what it knows, the server has told it. */
  @Override
  protected ThreadHistoryAdapter open() {
    return new CloudThreadHistory(world.client());
  }

  /** What the form loses is tested with the form; nothing else may be lost. */
  @Override
  protected @Nullable Message asStored(Message message) {
    try {
      return FORM.decode(FORM.encode(message), message.id(), message.createdAt());
    } catch (MessageFormatException inexpressible) {
      return null;
    }
  }
}
