package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file system below H2 that counts what is forced to the disk, and fills up when told. */
public final class FaultyDisk extends FilePathWrapper {

  private static final String SCHEME = "faulty";
  private static final Map<String, Disk> DISKS = new ConcurrentHashMap<>();

  /** Made by H2, for each path. */
  public FaultyDisk() {}

  /** The disk of one folder. */
  static final class Disk {
    private final AtomicLong forced = new AtomicLong();
    private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);

    /** Returns how often something was forced to it. */
    long forced() {
      return forced.get();
    }

    /** Leaves room for so many bytes. */
    void leave(long bytes) {
      bytesLeft.set(bytes);
    }
  }

  /** Returns the disk on which a folder is. */
  static Disk of(Path folder) {
    FilePath.register(new FaultyDisk());
    return DISKS.computeIfAbsent(folder.toString(), any -> new Disk());
  }

  /** Returns the URL of an H2 database on the disk of its folder. */
  static String url(Path file) {
    return "jdbc:h2:%s:%s".formatted(SCHEME, file);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    Path folder = requireNonNull(Path.of(getBase().toString()).getParent());
    return new FaultyFile(super.open(mode), of(folder));
  }

  /** A file on such a disk. */
  private static final class FaultyFile extends FileBase {
    private final FileChannel target;
    private final Disk disk;

    FaultyFile(FileChannel target, Disk disk) {
      this.target = target;
      this.disk = disk;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      takeRoom(source.remaining());
      return target.write(source);
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      takeRoom(source.remaining());
      return target.write(source, position);
    }

    private void takeRoom(int bytes) throws IOException {
      if (disk.bytesLeft.addAndGet(-bytes) < 0) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void force(boolean metaData) throws IOException {
      disk.forced.incrementAndGet();
      target.force(metaData);
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      return target.read(buffer);
    }

    @Override
    public synchronized int read(ByteBuffer buffer, long position) throws IOException {
      return target.read(buffer, position);
    }

    @Override
    public long position() throws IOException {
      return target.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
      target.position(newPosition);
      return this;
    }

    @Override
    public long size() throws IOException {
      return target.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      target.truncate(size);
      return this;
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return target.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      target.close();
    }
  }
}
