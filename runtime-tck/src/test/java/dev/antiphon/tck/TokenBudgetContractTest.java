package dev.antiphon.tck;

import dev.antiphon.port.ContextPolicy;

class TokenBudgetContractTest extends ContextPolicyContract {

  @Override
  protected ContextPolicy policy() {
    return ContextPolicy.tokenBudget(100);
  }
}
