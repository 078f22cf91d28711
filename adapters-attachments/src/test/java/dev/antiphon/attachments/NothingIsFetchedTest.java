package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.CompositeAttachments;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a file can ask for an address, and a server that waits for it. */
class NothingIsFetchedTest {

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @TempDir
  Path folder;

  @SuppressWarnings("NullAway.Init") // startServer() sets the server before each test
  NothingIsFetchedTest() {}

  @BeforeEach
  void startServer() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      requests.add(exchange.getRequestURI().toString());
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private Map<String, String> texts() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    return Map.of(
        "entity.xml",
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"%sentity\">]><x>&e;</x>"
            .formatted(url),
        "subset.xml",
        "<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"%ssubset\"><x/>".formatted(url),
        "parameter.xml",
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY %% p SYSTEM \"%sparameter\">%%p;]><x/>"
            .formatted(url),
        "schema.xml",
        "<x xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:schemaLocation=\"a %sschema\"/>"
            .formatted(url),
        "drawing.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"%simage\"/></svg>".formatted(url),
        "page.html",
        "<!doctype html><img src=\"%simg\"><link rel=stylesheet href=\"%scss\">"
            .formatted(url, url),
        "style.xml",
        "<?xml version=\"1.0\"?><?xml-stylesheet href=\"%sstyle\"?><x/>".formatted(url),
        "note.md",
        "![picture](%spicture)".formatted(url));
  }

  private byte[] pdf() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    SamplePdfs.Written pdf = new SamplePdfs.Written();
    pdf.object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    pdf.object(("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            + "/AA<</O<</S/URI/URI(%sopen)>>>>"
            + "/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(%slink)>>>>]"
            + "/Resources<</XObject<</X 5 0 R>>>>>>")
        .formatted(url, url));
    pdf.stream(
        "/F<</FS/URL/F(%sfile)>>".formatted(url), "/X Do".getBytes(StandardCharsets.US_ASCII));
    pdf.stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
            + "/F<</FS/URL/F(%simage)>>".formatted(url),
        new byte[1]);
    return pdf.bytes();
  }

  @Test
  @DisplayName("no address that stands in a file is asked for anything")
  void nothingIsFetched() {
    AttachmentAdapter adapters = CompositeAttachments.of(
        new ImageAttachments(),
        new TextAttachments(),
        new PdfAttachments(PdfOptions.builder().pageImages(1).build()));
    StoredFileAttachments stored = new StoredFileAttachments(new FileSystemAttachmentStore(folder));

    texts().forEach((name, text) -> {
      assertThat(catchThrowable(() -> Requests.add(adapters, InMemoryFile.text(name, text))))
          .as(name)
          .isNull();
      assertThat(catchThrowable(() -> Requests.add(stored, InMemoryFile.text(name, text))))
          .as(name)
          .isNull();
    });
    assertThat(catchThrowable(
            () -> Requests.add(adapters, new InMemoryFile("paper.pdf", null, pdf()))))
        .isNull();

    assertThat(requests).isEmpty();
  }
}
