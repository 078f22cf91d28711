package dev.antiphon.attachments;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.tck.AttachmentAdapterContract;
import dev.antiphon.thread.AttachmentFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class StoredFileAttachmentsContractTest extends AttachmentAdapterContract {

  @TempDir
  Path folder;

  @Override
  protected AttachmentAdapter adapter() {
    return new StoredFileAttachments(new FileSystemAttachmentStore(folder));
  }

  @Override
  protected AttachmentFile accepted(String stem) {
    return InMemoryFile.text(stem + ".bin", "0123456789".repeat(30_000));
  }

  @Override
  protected Set<Ability> abilities() {
    return EnumSet.of(Ability.KEEPS_FILES);
  }

  @Override
  protected int keptFiles() {
    try (Stream<Path> files = Files.walk(folder)) {
      return (int) files.filter(Files::isRegularFile).count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
