package dev.antiphon.spi.json;

import dev.antiphon.port.JsonCodec;
import dev.antiphon.tck.JsonCodecContract;

class JacksonJsonContractTest extends JsonCodecContract {

  @Override
  protected JsonCodec codec() {
    return new JacksonJson();
  }
}
