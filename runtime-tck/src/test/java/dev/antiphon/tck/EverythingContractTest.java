package dev.antiphon.tck;

import dev.antiphon.port.ContextPolicy;

class EverythingContractTest extends ContextPolicyContract {

  @Override
  protected ContextPolicy policy() {
    return ContextPolicy.EVERYTHING;
  }
}
