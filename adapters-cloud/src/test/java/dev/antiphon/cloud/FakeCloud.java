package dev.antiphon.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A server that behaves as Assistant Cloud does: ids of its own, pages of at most 200 with the
 * newest first, strict dates, strict bodies. It can be told to fail.
 */
public final class FakeCloud implements AutoCloseable {

  static {
    // Without it each answer waits 40 ms for the acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** The API key that it takes. */
  public static final String KEY = FakeAccounts.KEY;

  /** How the next requests of a kind fail. */
  private record Plan(Predicate<FakeRequest> which, Fault fault) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Plan> plans = new CopyOnWriteArrayList<>();
  private final Queue<FakeRequest> requests = new ConcurrentLinkedQueue<>();

  final FakeAccounts accounts = new FakeAccounts();
  final FakeThreads data = new FakeThreads();
  final FakeExtras extras = new FakeExtras(this, data);

  /** Starts a server. */
  public FakeCloud() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Returns where it is. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Fails the next request of a kind; of several faults, one each. */
  void failNext(Predicate<FakeRequest> which, Fault... faults) {
    for (Fault fault : faults) {
      plans.add(new Plan(which, fault));
    }
  }

  /** Fails the next request with this method whose path ends so. */
  void failNext(String method, String pathEnd, Fault... faults) {
    failNext(is(method, pathEnd), faults);
  }

  static Predicate<FakeRequest> is(String method, String pathEnd) {
    return request -> request.method().equals(method)
        && ("/" + String.join("/", request.path())).endsWith(pathEnd);
  }

  List<FakeRequest> requests() {
    return List.copyOf(requests);
  }

  /** Returns how many threads a workspace has. */
  public int threads(String workspace) {
    return data.threads(workspace).size();
  }

  /** Returns how many files were uploaded. */
  public int files() {
    return extras.files.size();
  }

  /** Returns how many messages were marked. */
  public int marks() {
    return extras.feedback.size();
  }

  long count(String method, String pathEnd) {
    return requests.stream().filter(is(method, pathEnd)).count();
  }

  /** Returns how many faults have not struck yet. */
  int openFaults() {
    return plans.size();
  }

  /** Stops failing. */
  void dropFaults() {
    plans.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      FakeRequest request = FakeRequest.read(exchange);
      requests.add(request);
      Plan plan =
          plans.stream().filter(each -> each.which().test(request)).findFirst().orElse(null);
      if (plan != null && plans.remove(plan)) {
        fail(exchange, request, plan.fault());
      } else {
        send(exchange, answer(request));
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(HttpExchange exchange, FakeRequest request, Fault fault)
      throws IOException, InterruptedException {
    if (fault instanceof Fault.Status refusal) {
      send(
          exchange,
          new FakeReply(
              refusal.status(),
              "application/json",
              List.of(refusal.body().getBytes(StandardCharsets.UTF_8)),
              refusal.headers()));
    } else if (fault instanceof Fault.Silence) {
      closed.await();
    } else if (fault instanceof Fault.LostAnswer) {
      answer(request);
    } else if (fault instanceof Fault.HalfAnswer) {
      byte[] whole = answer(request).pieces().get(0);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, whole.length);
      exchange.getResponseBody().write(whole, 0, whole.length / 2);
      exchange.getResponseBody().flush();
    } else if (fault instanceof Fault.Stall stall) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(stall.beginning().getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      closed.await();
    } else if (fault instanceof Fault.Nonsense nonsense) {
      answer(request);
      send(
          exchange,
          new FakeReply(
              200,
              "application/json",
              List.of(nonsense.body().getBytes(StandardCharsets.UTF_8)),
              Map.of()));
    }
  }

  private FakeReply answer(FakeRequest request) {
    try {
      return route(request);
    } catch (FakeRefusal refusal) {
      return FakeReply.json(
          refusal.status,
          Map.of("message", String.valueOf(refusal.getMessage()), "error", refusal.code));
    }
  }

  private FakeReply route(FakeRequest request) {
    List<String> path = request.path();
    if (path.get(0).equals("upload")) {
      return extras.upload(request);
    }
    if (!path.get(0).equals("v1")) {
      throw FakeRefusal.notFound();
    }
    if (path.get(1).equals("auth")) {
      return accounts.handle(request);
    }
    FakeAccounts.Caller caller = accounts.caller(request);
    FakeReply reply = switch (path.get(1)) {
      case "threads" ->
        path.size() == 6
            ? extras.feedback(caller.workspace(), request)
            : data.handle(caller.workspace(), request);
      case "runs", "files" -> extras.handle(caller.workspace(), request);
      default -> throw FakeRefusal.notFound();
    };
    return caller.rolled() == null
        ? reply
        : reply.with("Authorization", "Bearer " + caller.rolled());
  }

  private static void send(HttpExchange exchange, FakeReply reply) throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    if (!reply.contentType().isEmpty()) {
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
    }
    boolean isWhole = reply.pieces().size() == 1;
    int length = reply.pieces().stream().mapToInt(piece -> piece.length).sum();
    exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : isWhole ? length : 0);
    try (OutputStream body = exchange.getResponseBody()) {
      for (byte[] piece : reply.pieces()) {
        body.write(piece);
        body.flush();
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdown();
  }
}
