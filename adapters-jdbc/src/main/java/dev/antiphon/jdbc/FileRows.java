package dev.antiphon.jdbc;

import dev.antiphon.port.FileId;
import dev.antiphon.port.StorageException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file: one in {@code antiphon_file}, which tells the size when all chunks are
 * there, and one for each chunk. Each method is one transaction, executed on a {@link QuietThreads}
 * thread: who calls may be interrupted.
 */
final class FileRows {

  private final Database database;
  private final String owner;
  private final FileId file;

  FileRows(Database database, String owner, FileId file) {
    this.database = database;
    this.owner = KeyText.write(owner);
    this.file = file;
  }

  FileId file() {
    return file;
  }

  /** Stores a file that is no larger than a chunk. */
  void insertWhole(byte[] content, long now) {
    write((handle, isRepeated) -> {
      if (isRepeated && size(handle).isPresent()) {
        return 0;
      }
      insertFile(handle, (long) content.length, now);
      return content.length == 0 ? 0 : insertChunk(handle, 0, content);
    });
  }

  /**
   * Begins a file that comes in chunks, and deletes those of its owner that nobody ever completed.
   *
   * @param now the time
   * @param abandonedBefore what began before is given up
   */
  void begin(long now, long abandonedBefore) {
    write((handle, isRepeated) -> {
      int deleted = handle
          .createUpdate(Sql.DELETE_ABANDONED_FILES)
          .bind("owner", owner)
          .bind("before", abandonedBefore)
          .execute();
      if (isRepeated) {
        bind(handle.createUpdate(Sql.DELETE_FILE)).execute();
      }
      insertFile(handle, null, now);
      return deleted;
    });
  }

  /** Stores a chunk of a file that was begun. */
  void insertChunk(int place, byte[] content) {
    write((handle, isRepeated) ->
        isRepeated && chunk(handle, place).isPresent() ? 0 : insertChunk(handle, place, content));
  }

  /** Completes a file whose chunks are all there. */
  void complete(long size) {
    int completed = write((handle, isRepeated) ->
        bind(handle.createUpdate(Sql.COMPLETE_FILE)).bind("size", size).execute());
    if (completed == 0) {
      throw new StorageException(
          "conflict",
          "The file was deleted while it was stored: storing it took longer than a day. Store it again.",
          true,
          null);
    }
  }

  /** Returns the size in bytes, or empty if the owner has no such file. */
  Optional<Long> size() {
    return read(this::size);
  }

  /** Returns a chunk, or empty if it is not there. */
  Optional<byte[]> chunk(int place) {
    return read(handle -> chunk(handle, place));
  }

  /** Deletes the file with its chunks. */
  void delete() {
    write((handle, isRepeated) -> bind(handle.createUpdate(Sql.DELETE_FILE)).execute());
  }

  private Optional<Long> size(Handle handle) {
    return bind(handle.createQuery(Sql.SELECT_FILE_SIZE)).mapTo(Long.class).findOne();
  }

  private Optional<byte[]> chunk(Handle handle, int place) {
    return bind(handle.createQuery(Sql.SELECT_CHUNK))
        .bind("place", place)
        .mapTo(byte[].class)
        .findOne();
  }

  private void insertFile(Handle handle, @Nullable Long size, long now) {
    bind(handle.createUpdate(Sql.INSERT_FILE))
        .bind("size", size)
        .bind("now", now)
        .execute();
  }

  private int insertChunk(Handle handle, int place, byte[] content) {
    return bind(handle.createUpdate(Sql.INSERT_CHUNK))
        .bind("place", place)
        .bind("content", content)
        .execute();
  }

  private <S extends SqlStatement<S>> S bind(S statement) {
    return statement.bind("owner", owner).bind("file", file.value());
  }

  private <T> T read(Database.Reading<T> reading) {
    return QuietThreads.call(() -> database.read(reading));
  }

  private <T> T write(Database.Writing<T> writing) {
    return QuietThreads.call(() -> database.write(writing));
  }
}
