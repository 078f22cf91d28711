package dev.antiphon.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The network between a client and PostgreSQL, which a test cuts, stalls, or takes down. */
final class TcpProxy implements AutoCloseable {

  /** What the network does. */
  enum Network {
    /** Carries everything. */
    UP,
    /** Ends every connection, and every new one. */
    DOWN,
    /** Takes what is sent and carries nothing on. */
    STALLED,
    /** Cuts the next commit off before the server has it; then it is up. */
    CUTS_BEFORE_COMMIT,
    /** Carries the next commit to the server, but not the answer; then it is up. */
    CUTS_AFTER_COMMIT
  }

  private static final String COMMIT = "COMMIT";

  private final ServerSocket door;
  private final int serverPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Network> network = new AtomicReference<>(Network.UP);

  /**
   * Starts a network that is up.
   *
   * @param serverPort where PostgreSQL listens on this machine
   */
  TcpProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Returns a URL with this network in the place of the server's own address. */
  String url(String serverUrl) {
    return serverUrl.replace(
        "localhost:" + serverPort,
        door.getInetAddress().getHostAddress() + ":" + door.getLocalPort());
  }

  /** Changes what the network does from now on. */
  void is(Network next) {
    network.set(next);
    if (next == Network.DOWN) {
      cut();
    }
    synchronized (network) {
      network.notifyAll();
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    is(Network.DOWN);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (network.get() == Network.DOWN) {
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException closed) {
        // The door, or the one who came, is gone: the next turn sees which.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
    sockets.add(client);
    sockets.add(server);
    start(() -> carry(client, server, true));
    start(() -> carry(server, client, false));
  }

  private void carry(Socket from, Socket to, boolean isToServer) {
    byte[] buffer = new byte[64 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        waitWhileStalled();
        boolean isCommit = isToServer
            && new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains(COMMIT);
        if (isCommit && network.compareAndSet(Network.CUTS_BEFORE_COMMIT, Network.UP)) {
          return;
        }
        if (isCommit && network.compareAndSet(Network.CUTS_AFTER_COMMIT, Network.UP)) {
          // Nothing comes back any more; the server reads what it has got to the end.
          from.close();
          out.write(buffer, 0, count);
          to.shutdownOutput();
          return;
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException cut) {
      // Either side is gone, and the other one is closed with it.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void waitWhileStalled() throws InterruptedException {
    synchronized (network) {
      while (network.get() == Network.STALLED) {
        network.wait();
      }
    }
  }

  private void cut() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException notClosed) {
        throw new UncheckedIOException(notClosed);
      }
    }
    sockets.clear();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
