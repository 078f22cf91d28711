package dev.antiphon.examples.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.ThreadListRuntime;
import dev.antiphon.runtime.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The server: the routes, and what each request goes through.
 *
 * <p><b>Promise.</b> Nothing is done for a request that the {@link Gate} does not let in. Whose
 * data it reads and changes is said by its token alone: each owner has a runtime of threads of its
 * own, so an id of another owner names nothing. A page that goes away stops nothing.
 *
 * <p><b>Threads.</b> One for each connection that is served; beyond the limit it is closed.
 */
final class WebServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(WebServer.class.getName());

  /** Threads for requests that are no streams. */
  private static final int SPARE_THREADS = 64;

  private final HttpServer http;
  private final LocalRuntime runtime;
  private final Gate gate;
  private final WebLimits limits;
  private final RequestRate rate;
  private final ExecutorService executor;
  private final ScheduledExecutorService alarms;
  private final StreamSlots slots;
  private final ChatRoutes chat;
  private final ThreadRoutes threads = new ThreadRoutes();
  private final AttachmentRoute attachments = new AttachmentRoute();

  private WebServer(HttpServer http, LocalRuntime runtime, Owners owners, WebLimits limits) {
    this.http = http;
    this.runtime = runtime;
    this.gate = new Gate(owners);
    this.limits = limits;
    this.rate = new RequestRate(limits, InstantSource.system());
    this.slots = new StreamSlots(limits);
    this.executor = new ThreadPoolExecutor(
        0, limits.streams() + SPARE_THREADS, 60, TimeUnit.SECONDS, new SynchronousQueue<>());
    this.alarms = new ScheduledThreadPoolExecutor(1, task -> {
      Thread thread = new Thread(task, "antiphon-web-alarms");
      thread.setDaemon(true);
      return thread;
    });
    this.chat = new ChatRoutes(limits, this::schedule, slots);
  }

  /**
   * Starts one.
   *
   * @param runtime what is talked to; it stays open when the server is closed
   * @param address where to listen: the loopback address unless owners have tokens
   * @param owners who may come in
   * @param limits what they may ask for
   * @throws IOException if the address is taken
   * @throws IllegalArgumentException if the address can be reached from outside and owners show no
   *     tokens
   */
  static WebServer start(
      LocalRuntime runtime, InetSocketAddress address, Owners owners, WebLimits limits)
      throws IOException {
    if (!owners.needToken() && !address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "Without a token the server listens on the loopback address only, but was told %s. Set a token, or leave the address out."
              .formatted(address.getAddress().getHostAddress()));
    }
    limitTime(limits);
    WebServer server = new WebServer(HttpServer.create(address, 0), runtime, owners, limits);
    server.http.createContext("/", server::serve);
    server.http.setExecutor(server.executor);
    server.http.start();
    return server;
  }

  /** The JDK's server knows no other way, and reads it once. */
  private static void limitTime(WebLimits limits) {
    setIfAbsent("sun.net.httpserver.maxReqTime", limits.requestTime());
    setIfAbsent("sun.net.httpserver.maxRspTime", limits.streamLife().plusMinutes(1));
    if (System.getProperty("sun.net.httpserver.maxReqHeaders") == null) {
      System.setProperty("sun.net.httpserver.maxReqHeaders", "100");
    }
    if (System.getProperty("sun.net.httpserver.maxReqHeaderSize") == null) {
      System.setProperty("sun.net.httpserver.maxReqHeaderSize", "16384");
    }
  }

  private static void setIfAbsent(String name, Duration duration) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, Long.toString(Math.max(1, duration.toSeconds())));
    }
  }

  /** Returns the port that it listens on. */
  int port() {
    return http.getAddress().getPort();
  }

  /** Returns how many streams are open. */
  int openStreams() {
    return slots.count();
  }

  private Timer.Scheduled schedule(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> scheduled = alarms.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  // ---- requests

  private void serve(HttpExchange http) {
    try {
      Exchange exchange = new Exchange(http);
      try {
        route(exchange);
      } catch (RuntimeException failure) {
        exchange.refuse(failure);
      } finally {
        exchange.close();
      }
    } catch (IOException gone) {
      LOG.log(System.Logger.Level.DEBUG, "The other side is gone.", gone);
    }
  }

  private void route(Exchange exchange) throws IOException {
    if (!exchange.segment(1).equals("api")) {
      throw notFound();
    }
    String owner = gate.owner(exchange);
    boolean isFile = exchange.segment(2).equals("attachments");
    Gate.checkChange(exchange, isFile);
    if (!exchange.method().equals("GET")) {
      rate.count(owner);
    }
    ThreadListRuntime list = runtime.threads(owner);
    switch (exchange.segment(2)) {
      case "threads" -> threads(exchange, list);
      case "chat" -> chat(exchange, list);
      case "attachments" -> {
        requireSegments(exchange, 2);
        attachments.add(exchange, list, limits.maxBodyBytes());
      }
      default -> throw notFound();
    }
  }

  private void threads(Exchange exchange, ThreadListRuntime list) throws IOException {
    switch (exchange.segments()) {
      case 2 -> threads.all(exchange, list);
      case 3 -> threads.one(exchange, list);
      case 4 -> {
        String what = exchange.segment(4);
        if (what.equals("state")) {
          chat.state(exchange, list.open(exchange.segment(3)));
        } else if (what.equals("commands")) {
          chat.command(exchange, list.open(exchange.segment(3)));
        } else {
          throw notFound();
        }
      }
      default -> throw notFound();
    }
  }

  private void chat(Exchange exchange, ThreadListRuntime list) throws IOException {
    if (exchange.segments() == 2) {
      chat.chat(exchange, list);
    } else if (exchange.segments() == 4 && exchange.segment(3).equals("resume")) {
      chat.resume(exchange, list.owner());
    } else if (exchange.segments() == 4 && exchange.segment(4).equals("stream")) {
      chat.resumeThread(exchange, list.owner());
    } else {
      throw notFound();
    }
  }

  private static void requireSegments(Exchange exchange, int count) {
    if (exchange.segments() != count) {
      throw notFound();
    }
  }

  static void require(Exchange exchange, String method) {
    if (!exchange.method().equals(method)) {
      throw notAllowed();
    }
  }

  static HttpRefusal notAllowed() {
    return new HttpRefusal(405, "refused", "This address does not know that method.");
  }

  private static HttpRefusal notFound() {
    return new HttpRefusal(404, "refused", "There is nothing at this address.");
  }

  /** Stops to listen, and ends every stream; replies go on. */
  @Override
  public void close() {
    slots.close();
    http.stop(0);
    alarms.shutdown();
    executor.shutdown();
  }
}
