package dev.antiphon.tck;

import dev.antiphon.port.ChatModelAdapter;
import java.util.EnumSet;
import java.util.Set;

/** The plain model without what a model may leave out: the contract must hold for it too. */
class ReducedChatModelContractTest extends PlainChatModelContractTest {

  @Override
  protected ChatModelAdapter open(ModelBehaviour... behaviours) {
    ChatModelAdapter whole = super.open(behaviours);
    return (request, reply) -> whole.run(request, new ReducedReply(reply));
  }

  @Override
  protected Set<Ability> abilities() {
    return EnumSet.of(Ability.CANCEL_BEFORE_ANSWER);
  }
}
