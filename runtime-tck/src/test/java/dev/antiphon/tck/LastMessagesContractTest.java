package dev.antiphon.tck;

import dev.antiphon.port.ContextPolicy;

class LastMessagesContractTest extends ContextPolicyContract {

  @Override
  protected ContextPolicy policy() {
    return ContextPolicy.lastMessages(5);
  }
}
