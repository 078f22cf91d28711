package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.DONE;
import static dev.antiphon.openai.Chunks.arguments;
import static dev.antiphon.openai.Chunks.call;
import static dev.antiphon.openai.Chunks.finish;
import static dev.antiphon.openai.Chunks.role;
import static dev.antiphon.openai.Chunks.says;
import static dev.antiphon.openai.Chunks.sends;
import static dev.antiphon.openai.Chunks.text;
import static dev.antiphon.openai.Chunks.usage;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Thirty things that servers do, of which LangChain4j alone gets thirteen wrong. */
final class FaultScripts {

  private static final int MEGABYTE = 1024 * 1024;

  private FaultScripts() {}

  static List<FaultCase> all() {
    return List.of(
        FaultCase.of("ok", says("Hello, ", "world!")).keeps("Hello, world!"),
        FaultCase.of("crlf", lineEnds("\r\n")).keeps("Hello!"),
        FaultCase.of("comments", FaultScripts::comments).keeps("Hello!"),
        FaultCase.of("split-utf8", FaultScripts::byteByByte).keeps("Grüße, 世界 🙂!"),
        FaultCase.of("length", sends(role(), text("Once upon"), finish("length"), DONE))
            .ends("incomplete/length")
            .keeps("Once upon"),
        FaultCase.of("filter", sends(role(), text("How to"), finish("content_filter"), DONE))
            .ends("incomplete/content-filter")
            .keeps("How to"),
        FaultCase.of("400", status(400, "invalid_request_error")).ends("incomplete/error provider"),
        FaultCase.of("401", status(401, "authentication_error"))
            .ends("incomplete/error authentication"),
        FaultCase.of("429", FaultScripts::limited, says("Here.")).keeps("Here."),
        FaultCase.of("500", status(500, "server_error"), says("Here.")).keeps("Here."),
        FaultCase.of("503-html", FaultScripts::html).times(3).ends("incomplete/error unavailable"),
        FaultCase.of("no-headers", ScriptedServer.Wire::awaitClosed)
            .times(3)
            .ends("incomplete/error timeout"),
        FaultCase.of("200-json-not-sse", FaultScripts::json).ends("incomplete/error malformed"),
        FaultCase.of("empty-200", wire -> wire.answer(200, "", ""))
            .ends("incomplete/error malformed"),
        FaultCase.of("cut-chunked", wire -> wire.stream().events(role(), text("Hel")))
            .ends("incomplete/error stream-cut")
            .keeps("Hel"),
        FaultCase.of("tcp-reset", FaultScripts::reset)
            .ends("incomplete/error stream-cut")
            .keeps("Hel"),
        FaultCase.of("eof-no-finish", sends(role(), text("Hel")))
            .ends("incomplete/error stream-cut")
            .keeps("Hel"),
        FaultCase.of("event-error", FaultScripts::errorEvent)
            .ends("incomplete/error unavailable")
            .keeps("Hel"),
        FaultCase.of(
                "error-in-data", sends(role(), text("Hel"), "{\"error\":{\"message\":\"boom\"}}"))
            .ends("incomplete/error unavailable")
            .keeps("Hel"),
        FaultCase.of("bad-json-chunk", badJson())
            .ends("incomplete/error malformed")
            .keeps("Hel"),
        FaultCase.of("huge-line-40MB", FaultScripts::hugeLine)
            .ends("incomplete/error malformed")
            .keeps("Hel"),
        FaultCase.of("stall-mid-stream", FaultScripts::stall)
            .ends("incomplete/error stalled")
            .keeps("Hel"),
        FaultCase.of("done-then-open", FaultScripts::doneThenOpen).keeps("Hello!"),
        FaultCase.of("split-surrogate-escapes", FaultScripts::splitSurrogates).keeps("a🙂b"),
        FaultCase.of("usage-only-and-empty", FaultScripts::emptyChunks).keeps("Hello!"),
        FaultCase.of("tool-split-args", toolSplit(), says("Done."))
            .keeps("Done.")
            .executes(1),
        FaultCase.of("tool-null-index", FaultScripts::nullIndex, says("Done."))
            .keeps("Done.")
            .executes(1),
        FaultCase.of("tool-truncated-args", sends(role(), call(0, "c1", "rm", "{\"path\":\"/tmp")))
            .ends("incomplete/error stream-cut"),
        FaultCase.of("tool-two-calls-same-index", sameIndex(), says("Done."))
            .keeps("Done.")
            .executes(2),
        FaultCase.of("refused").ends("incomplete/error unavailable"));
  }

  private static ScriptedServer.Script lineEnds(String lineEnd) {
    return wire -> {
      wire.stream();
      for (String event : List.of(role(), text("Hel"), text("lo!"), finish("stop"), DONE)) {
        wire.piece("data: " + event + lineEnd + lineEnd);
      }
      wire.end();
    };
  }

  private static void comments(ScriptedServer.Wire wire) throws IOException {
    wire.stream().piece(": connected\n\n").events(role()).piece(":\n\n:keep-alive\n");
    wire.events(text("Hello!")).piece("id: 7\nretry: 100\nunknown\n").events(finish("stop"), DONE);
    wire.end();
  }

  private static void byteByByte(ScriptedServer.Wire wire) throws IOException {
    wire.stream();
    String all = "data: " + text("Grüße, 世界 🙂!") + "\n\ndata: " + finish("stop") + "\n\n";
    for (byte each : all.getBytes(UTF_8)) {
      wire.piece(new byte[] {each});
    }
    wire.end();
  }

  private static ScriptedServer.Script status(int status, String type) {
    return wire -> wire.answer(
        status,
        "Content-Type: application/json\r\n",
        "{\"error\":{\"message\":\"It will not do.\",\"type\":\"" + type + "\"}}");
  }

  private static void limited(ScriptedServer.Wire wire) throws IOException {
    wire.answer(
        429,
        "retry-after-ms: 20\r\n",
        "{\"error\":{\"message\":\"Slow down.\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}");
  }

  private static void html(ScriptedServer.Wire wire) throws IOException {
    wire.answer(503, "Content-Type: text/html\r\n", "<html><h1>Service Unavailable</h1></html>");
  }

  private static void json(ScriptedServer.Wire wire) throws IOException {
    wire.answer(
        200,
        "Content-Type: application/json\r\n",
        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"}}]}");
  }

  private static void reset(ScriptedServer.Wire wire) throws IOException {
    wire.stream().events(role(), text("Hel"));
    wire.awaitShown("Hel").reset();
  }

  private static void errorEvent(ScriptedServer.Wire wire) throws IOException {
    wire.stream().events(role(), text("Hel"));
    wire.piece("event: error\ndata: {\"message\":\"overloaded\",\"type\":\"server_error\"}\n\n")
        .end();
  }

  private static ScriptedServer.Script badJson() {
    return sends(
        role(),
        text("Hel"),
        "{\"choices\":[{\"delta\":{\"content\":",
        text("lo"),
        finish("stop"),
        DONE);
  }

  private static void hugeLine(ScriptedServer.Wire wire) throws IOException {
    wire.stream().events(role(), text("Hel"));
    byte[] piece = new byte[MEGABYTE];
    Arrays.fill(piece, (byte) 'x');
    wire.piece("data: {\"choices\":[{\"delta\":{\"content\":\"");
    for (int i = 0; i < 40; i++) {
      wire.piece(piece);
    }
    wire.piece("\"}}]}\n\n").events(finish("stop"), DONE).end();
  }

  private static void stall(ScriptedServer.Wire wire) throws IOException {
    wire.stream().events(role(), text("Hel")).awaitClosed();
  }

  private static void doneThenOpen(ScriptedServer.Wire wire) throws IOException {
    wire.stream().events(role(), text("Hello!"), finish("stop"), DONE).awaitClosed();
  }

  private static void splitSurrogates(ScriptedServer.Wire wire) throws IOException {
    wire.stream();
    wire.events("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\\ud83d\"}}]}");
    wire.events("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\ude42b\"}}]}");
    wire.events(finish("stop"), DONE).end();
  }

  private static void emptyChunks(ScriptedServer.Wire wire) throws IOException {
    wire.stream().events("{\"choices\":[]}", "{}", "{\"choices\":[{\"index\":0,\"delta\":null}]}");
    wire.events("{\"choices\":[{\"index\":0}]}", text("Hello!"), "{\"choices\":null}");
    wire.events(finish("stop"), usage(3, 1), DONE).end();
  }

  private static ScriptedServer.Script toolSplit() {
    return sends(
        role(),
        call(0, "c1", "rm", ""),
        arguments(0, "{\"pa"),
        arguments(0, "th\":\"/t"),
        arguments(0, "mp\"}"),
        finish("tool_calls"),
        usage(20, 9),
        DONE);
  }

  private static void nullIndex(ScriptedServer.Wire wire) throws IOException {
    String first =
        "{\"id\":\"c1\",\"index\":null,\"function\":{\"name\":\"rm\",\"arguments\":\"{\\\"pa\"}}";
    String second = "{\"function\":{\"arguments\":\"th\\\":1}\"}}";
    wire.stream();
    for (String piece : List.of(first, second)) {
      wire.events("{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[" + piece + "]}}]}");
    }
    wire.events(finish("tool_calls"), DONE).end();
  }

  private static ScriptedServer.Script sameIndex() {
    return sends(
        role(),
        call(0, "c1", "rm", "{\"x\":1}"),
        call(0, "c2", "rm", "{\"y\":2}"),
        finish("tool_calls"),
        DONE);
  }
}
