package dev.antiphon.tck;

import dev.antiphon.memory.InMemoryApprovalRules;
import dev.antiphon.port.ApprovalRules;

class InMemoryApprovalRulesContractTest extends ApprovalRulesContract {

  private final InMemoryApprovalRules rules = new InMemoryApprovalRules();

  @Override
  protected ApprovalRules open() {
    return rules;
  }
}
