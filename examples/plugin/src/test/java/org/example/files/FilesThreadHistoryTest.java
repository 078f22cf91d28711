package org.example.files;

import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tck.ThreadHistoryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** All that Antiphon asks of a history. */
class FilesThreadHistoryTest extends ThreadHistoryContract {

  @TempDir
  Path folder;

  @Override
  protected ThreadHistoryAdapter open() {
    return new FilesThreadHistory(folder);
  }
}
