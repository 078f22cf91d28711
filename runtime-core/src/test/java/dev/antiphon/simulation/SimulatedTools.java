package dev.antiphon.simulation;

import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolCall;
import dev.antiphon.tool.ToolHandler;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Tools of every kind, whose executions are counted. */
final class SimulatedTools {

  /** The names of the tools, those more often that may not run twice or need approval. */
  static final List<String> ASKED_FOR =
      List.of("read", "write", "write", "pay", "pay", "pay", "ask", "human");

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Simulation world;
  private final RandomGenerator random;

  SimulatedTools(Simulation world, RandomGenerator random) {
    this.world = world;
    this.random = random;
  }

  Tool[] all() {
    return new Tool[] {
      tool("read", true, false, this::work),
      tool("write", false, false, this::work),
      tool("pay", false, true, this::work),
      tool("ask", false, false, this::ask),
      Tool.builder("human", "A person does it").build(),
    };
  }

  private Tool tool(String name, boolean isIdempotent, boolean isGated, ToolHandler handler) {
    ToolHandler counted = (arguments, call) -> {
      world.process().check();
      world.tools().executed(arguments, call, isIdempotent, isGated);
      return handler.execute(arguments, call);
    };
    Tool tool = Tool.builder(name, "Does " + name)
        .timeout(TIMEOUT)
        .idempotent(isIdempotent)
        .handler(world.planted().handler(counted))
        .build();
    return isGated ? world.planted().tool(tool.needsApproval()) : tool;
  }

  private @Nullable Object work(Map<String, Object> arguments, ToolCall call) {
    switch (random.nextInt(8)) {
      case 0 -> throw new IllegalStateException("The simulated tool failed.");
      case 1 -> hang(call);
      case 2, 3 -> world.pump(1 + random.nextInt(10));
      case 4 -> call.progress(1);
      default -> {
        // It is done at once.
      }
    }
    return random.nextInt(6) == 0 ? null : String.valueOf(arguments.get("n"));
  }

  /** Does not come back before its time is over, and may not even then. */
  private void hang(ToolCall call) {
    for (int i = 0; i < 4 && !call.cancellation().isCancelled(); i++) {
      world.pump(1 + random.nextInt(6));
      world.takeTime(8_000);
    }
    if (random.nextInt(3) == 0) {
      world.pump(5);
    }
  }

  private Object ask(Map<String, Object> arguments, ToolCall call) {
    world.pump(random.nextInt(3));
    return call.answer().isPresent() && random.nextInt(5) != 0
        ? ToolResult.of("thanks")
        : ToolResult.needsInput("how many?");
  }
}
