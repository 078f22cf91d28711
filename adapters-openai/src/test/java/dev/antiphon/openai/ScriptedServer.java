package dev.antiphon.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A model server on a real socket that answers each request as a test wrote it down: byte by byte
 * if it must be. The last script answers all further requests.
 */
final class ScriptedServer implements AutoCloseable {

  /** How long a test waits for what must come. */
  static final long PATIENCE_SECONDS = 20;

  /** Answers one request. */
  @FunctionalInterface
  interface Script {
    void answer(Wire wire) throws IOException, InterruptedException;
  }

  /**
   * A request as it came.
   *
   * @param path the path and query
   * @param headers by name in lower case
   * @param body the body
   */
  record Received(String path, Map<String, String> headers, String body) {}

  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "scripted-server");
    thread.setDaemon(true);
    return thread;
  });
  private final List<Script> scripts = new CopyOnWriteArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private volatile Supplier<String> shown = () -> "";

  ScriptedServer(Script... scripts) throws IOException {
    this.scripts.addAll(List.of(scripts));
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Adds a script behind those that are there. */
  ScriptedServer then(Script script) {
    scripts.add(script);
    return this;
  }

  /** Says where the text can be seen that the client shows. */
  void shownBy(Supplier<String> text) {
    shown = text;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
  }

  /** Returns the requests, in the order in which they came. */
  List<Received> requests() {
    return requests;
  }

  Received lastRequest() {
    return requests.get(requests.size() - 1);
  }

  /** Returns how many connections were made. */
  int connections() {
    return connections.get();
  }

  /** Returns what scripts threw, apart from the client going away. */
  List<Throwable> failures() {
    return failures;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        connections.incrementAndGet();
        open.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      Received request = read(in);
      while (request != null) {
        requests.add(request);
        Wire wire = new Wire(request, connection, shown);
        scripts.get(Math.min(answered.getAndIncrement(), scripts.size() - 1)).answer(wire);
        if (!wire.isReusable) {
          return;
        }
        request = read(in);
      }
    } catch (SocketException clientGone) {
      // What a cancelled client looks like; a test that cares asks the wire.
      return;
    } catch (Exception | AssertionError failed) {
      failures.add(failed);
    }
  }

  private static @Nullable Received read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!endsHead(head)) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    String[] lines = head.toString(UTF_8).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), UTF_8);
    return new Received(lines[0].split(" ", -1)[1], headers, body);
  }

  private static boolean endsHead(ByteArrayOutputStream head) {
    byte[] bytes = head.toByteArray();
    int size = bytes.length;
    return size >= 4
        && bytes[size - 4] == '\r'
        && bytes[size - 3] == '\n'
        && bytes[size - 2] == '\r'
        && bytes[size - 1] == '\n';
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
    threads.shutdown();
  }

  /** One answer under way. */
  static final class Wire {
    private final Received request;
    private final Socket connection;
    private final OutputStream out;
    private final Supplier<String> shown;
    private boolean isReusable;

    Wire(Received request, Socket connection, Supplier<String> shown) throws IOException {
      this.shown = shown;
      this.request = request;
      this.connection = connection;
      this.out = connection.getOutputStream();
    }

    Received request() {
      return request;
    }

    /** Writes bytes as they are. */
    Wire raw(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
      return this;
    }

    /** Writes a whole answer. */
    void answer(int status, String headers, String body) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      raw("HTTP/1.1 %d Scripted\r\n%sContent-Length: %d\r\n\r\n"
          .formatted(status, headers, bytes.length)
          .getBytes(UTF_8));
      raw(bytes);
      isReusable = true;
    }

    /** Begins a stream of events. */
    Wire stream() throws IOException {
      return stream("Content-Type: text/event-stream\r\n");
    }

    /** Begins a stream with other headers. */
    Wire stream(String headers) throws IOException {
      return raw(
          ("HTTP/1.1 200 OK\r\n" + headers + "Transfer-Encoding: chunked\r\n\r\n").getBytes(UTF_8));
    }

    /** Writes a piece of a stream. */
    Wire piece(String text) throws IOException {
      return piece(text.getBytes(UTF_8));
    }

    /** Writes a piece of a stream. */
    Wire piece(byte[] bytes) throws IOException {
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      chunk.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
      chunk.write(bytes);
      chunk.write("\r\n".getBytes(UTF_8));
      return raw(chunk.toByteArray());
    }

    /** Writes events, each with its data. */
    Wire events(String... data) throws IOException {
      for (String each : data) {
        piece("data: " + each + "\n\n");
      }
      return this;
    }

    /** Ends a stream in order; the connection can be used again. */
    void end() throws IOException {
      raw("0\r\n\r\n".getBytes(UTF_8));
      isReusable = true;
    }

    /** Closes the connection with a reset. */
    void reset() throws IOException {
      connection.setSoLinger(true, 0);
      connection.close();
    }

    /** Waits until the client closes the connection. */
    void awaitClosed() throws IOException {
      connection.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      try {
        if (connection.getInputStream().read() >= 0) {
          throw new AssertionError("The client sent more instead of closing the connection.");
        }
      } catch (SocketException reset) {
        return;
      }
    }

    /** Waits until the client shows a text: what was sent has been read. */
    Wire awaitShown(String text) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
          .pollInterval(Duration.ofMillis(2))
          .until(() -> shown.get().contains(text));
      return this;
    }

    /** Waits for the test. */
    void await(CountDownLatch latch) throws InterruptedException {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("The test did not go on.");
      }
    }
  }
}
