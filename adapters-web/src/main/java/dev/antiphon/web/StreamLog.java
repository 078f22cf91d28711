package dev.antiphon.web;

import dev.antiphon.runtime.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one response, kept so that it can be read again from the start while it goes on.
 * Readers share them: a slow one costs its position.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class StreamLog {

  private final long maxBytes;

  /** Guards the frames and the end; nothing is called while it is held. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<byte[]> frames = new ArrayList<>();
  private long bytes;
  private volatile boolean isEnded;
  private final List<Reader> readers = new CopyOnWriteArrayList<>();

  StreamLog(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Appends a frame, unless the log has ended; returns false, and does nothing, if that is more
   * than may be kept.
   */
  boolean append(byte[] frame) {
    lock.lock();
    try {
      if (isEnded) {
        return true;
      }
      if (bytes + frame.length > maxBytes) {
        return false;
      }
      frames.add(frame);
      bytes += frame.length;
    } finally {
      lock.unlock();
    }
    readers.forEach(Reader::wake);
    return true;
  }

  /**
   * Appends the last frames, however long the log is, and ends it.
   *
   * @param last the frames
   */
  void end(List<byte[]> last) {
    lock.lock();
    try {
      if (isEnded) {
        return;
      }
      frames.addAll(last);
      isEnded = true;
    } finally {
      lock.unlock();
    }
    readers.forEach(Reader::wake);
  }

  boolean isEnded() {
    return isEnded;
  }

  /** Returns all of it, from the start, and what will come. */
  ByteStream read(Timer timer, Duration heartbeat) {
    Reader reader = new Reader();
    readers.add(reader);
    reader.heartbeat = Heartbeat.start(timer, heartbeat, reader::wake);
    return reader;
  }

  private byte @Nullable [] frame(int index) {
    lock.lock();
    try {
      return index < frames.size() ? frames.get(index) : null;
    } finally {
      lock.unlock();
    }
  }

  /** One who reads it. */
  private final class Reader implements ByteStream {
    private volatile @Nullable Heartbeat heartbeat;
    private volatile Runnable signal = () -> {};
    private volatile boolean isClosed;
    private int next;

    private void wake() {
      signal.run();
    }

    @Override
    public byte @Nullable [] poll() {
      if (isClosed) {
        return null;
      }
      boolean wasEnded = isEnded;
      byte[] frame = frame(next);
      Heartbeat beat = heartbeat;
      if (frame != null) {
        next++;
        if (beat != null) {
          beat.spoken();
        }
        return frame.clone();
      }
      if (wasEnded) {
        close();
        return null;
      }
      return beat != null && beat.takeDue() ? SseFrame.heartbeat() : null;
    }

    @Override
    public boolean isEnded() {
      return isClosed;
    }

    @Override
    public void onReadable(Runnable newSignal) {
      signal = newSignal;
      newSignal.run();
    }

    @Override
    public void close() {
      isClosed = true;
      readers.remove(this);
      Heartbeat beat = heartbeat;
      if (beat != null) {
        beat.stop();
      }
      wake();
    }
  }
}
