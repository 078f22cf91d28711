package dev.antiphon.cloud;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.TitleGenerator;
import dev.antiphon.tck.TitleGeneratorContract;
import org.junit.jupiter.api.AfterEach;

class CloudTitlesContractTest extends TitleGeneratorContract {

  private final CloudWorld world = new CloudWorld();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Override
  protected TitleGenerator open() {
    new CloudThreadList(world.client()).initialize(new ThreadKey("alice", "thread-1"));
    return new CloudTitles(world.client());
  }
}
