package dev.antiphon.tck;

import dev.antiphon.port.JsonCodec;
import dev.antiphon.testing.PlainJson;

class PlainJsonContractTest extends JsonCodecContract {

  @Override
  protected JsonCodec codec() {
    return new PlainJson();
  }
}
