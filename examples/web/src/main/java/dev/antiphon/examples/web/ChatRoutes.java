package dev.antiphon.examples.web;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadListRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.runtime.Timer;
import dev.antiphon.web.ByteStream;
import dev.antiphon.web.ChatRequest;
import dev.antiphon.web.ChatRequestDecoder;
import dev.antiphon.web.ChatStream;
import dev.antiphon.web.ChatStreamOptions;
import dev.antiphon.web.ChatStreams;
import dev.antiphon.web.Command;
import dev.antiphon.web.CommandDecoder;
import dev.antiphon.web.CommandExecutor;
import dev.antiphon.web.RequestLimits;
import dev.antiphon.web.StateStream;
import dev.antiphon.web.StateStreamOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A thread: what a page shows of it, and what it wants of it.
 *
 * <pre>{@code
 * GET  /api/threads/{id}/state         the state stream
 * POST /api/threads/{id}/commands      -> 202 {"runId":…}
 * POST /api/chat                       the AI SDK: a UI message stream
 * GET  /api/chat/resume/{streamId}     the same again from its start, or 204
 * GET  /api/chat/{threadId}/stream     the same again from its start, or 204
 * }</pre>
 */
final class ChatRoutes {

  private static final int MAX_DEPTH = 64;

  private final WebLimits limits;
  private final Timer timer;
  private final StreamSlots slots;
  private final StateStreamOptions stateOptions;
  private final CommandDecoder commands;
  private final ChatRequestDecoder requests;
  private final CommandExecutor executor = new CommandExecutor();
  private final ChatStreams streams;

  ChatRoutes(WebLimits limits, Timer timer, StreamSlots slots) {
    this.limits = limits;
    this.timer = timer;
    this.slots = slots;
    StateStreamOptions standard = StateStreamOptions.DEFAULTS;
    this.stateOptions =
        new StateStreamOptions(standard.heartbeat(), limits.streamLife(), standard.maxPending());
    RequestLimits sizes = new RequestLimits(limits.maxBodyBytes(), MAX_DEPTH);
    this.commands = new CommandDecoder(sizes);
    this.requests = new ChatRequestDecoder(sizes);
    this.streams = new ChatStreams(ChatStreamOptions.DEFAULTS, timer);
  }

  void state(Exchange exchange, ThreadRuntime thread) throws IOException {
    WebServer.require(exchange, "GET");
    slots.hold(
        thread.key().owner(),
        () -> StateStream.open(thread, stateOptions, timer),
        exchange::stream);
  }

  void command(Exchange exchange, ThreadRuntime thread) throws IOException {
    WebServer.require(exchange, "POST");
    Command command =
        commands.decode(exchange.body(limits.maxBodyBytes()), exchange.header("Idempotency-Key"));
    Optional<Run> run = Stages.await(executor.execute(thread, command));
    Map<String, Object> answer = new LinkedHashMap<>();
    run.ifPresent(started -> answer.put("runId", started.id().value()));
    exchange.json(202, answer);
  }

  void chat(Exchange exchange, ThreadListRuntime threads) throws IOException {
    WebServer.require(exchange, "POST");
    ChatRequest request = requests.decode(exchange.body(limits.maxBodyBytes()));
    ThreadRuntime thread = threads.open(request.chatId());
    slots.hold(
        threads.owner(),
        () -> named(exchange, Stages.await(streams.post(thread, request))),
        exchange::stream);
  }

  void resume(Exchange exchange, String owner) throws IOException {
    WebServer.require(exchange, "GET");
    String streamId = exchange.segment(4);
    Optional<ByteStream> bytes = streams.resume(owner, streamId);
    answer(exchange, owner, bytes.map(found -> new ChatStream(streamId, found)));
  }

  void resumeThread(Exchange exchange, String owner) throws IOException {
    WebServer.require(exchange, "GET");
    answer(exchange, owner, streams.resumeThread(new ThreadKey(owner, exchange.segment(3))));
  }

  private void answer(Exchange exchange, String owner, Optional<ChatStream> stream)
      throws IOException {
    if (stream.isEmpty()) {
      exchange.empty(204);
      return;
    }
    slots.hold(owner, () -> named(exchange, stream.get()), exchange::stream);
  }

  private static ByteStream named(Exchange exchange, ChatStream stream) {
    exchange.with(ChatStream.HEADER, "v1").with(ChatStream.ID_HEADER, stream.streamId());
    return stream.bytes();
  }
}
