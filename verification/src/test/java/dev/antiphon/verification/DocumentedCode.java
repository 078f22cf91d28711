package dev.antiphon.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One snippet of a page: compiled as it stands there, and run. */
record DocumentedCode(String page, int line, String code) {

  private static final Pattern BLOCK = Pattern.compile("(?m)^```java\\n(.*?)^```$", Pattern.DOTALL);

  private static final List<String> PACKAGES = List.of(
      "dev.antiphon.attachment",
      "dev.antiphon.attachments",
      "dev.antiphon.cancel",
      "dev.antiphon.context",
      "dev.antiphon.directive",
      "dev.antiphon.error",
      "dev.antiphon.memory",
      "dev.antiphon.message",
      "dev.antiphon.openai",
      "dev.antiphon.port",
      "dev.antiphon.run",
      "dev.antiphon.runtime",
      "dev.antiphon.spi",
      "dev.antiphon.spi.json",
      "dev.antiphon.spi.tool",
      "dev.antiphon.thread",
      "dev.antiphon.tool",
      "dev.antiphon.tree",
      "dev.langchain4j.model.chat",
      "dev.langchain4j.model.ollama",
      "java.io",
      "java.net",
      "java.net.http",
      "java.nio.charset",
      "java.nio.file",
      "java.time",
      "java.util",
      "java.util.concurrent",
      "java.util.concurrent.atomic",
      "java.util.function",
      "java.util.stream");

  private static final String OF_HTTP = """
      import java.net.http.HttpRequest.BodyPublishers;
      import java.net.http.HttpResponse.BodyHandlers;
      """;

  /** Returns the Java snippets of a page. */
  static List<DocumentedCode> of(Path page) throws IOException {
    String text = Files.readString(page);
    List<DocumentedCode> found = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      int line = (int) text.substring(0, matcher.start()).lines().count() + 1;
      found.add(new DocumentedCode(page.getFileName().toString(), line, matcher.group(1)));
    }
    return found;
  }

  /**
   * Compiles the snippet as the body of a method and calls it.
   *
   * @param folder where it may write
   * @param server what it knows as {@code server}
   */
  void run(Path folder, URI server) throws Exception {
    Path source = folder.resolve("Snippet.java");
    Files.writeString(source, asClass());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> sources = files.getJavaFileObjects(source);
      List<String> options = List.of(
          "-proc:none",
          "-parameters",
          "-d",
          folder.toString(),
          "-cp",
          System.getProperty("java.class.path"));
      boolean isCompiled =
          compiler.getTask(messages, files, null, options, null, sources).call();
      assertThat(isCompiled).as("%s compiles:%n%s", this, messages).isTrue();
    }
    URL[] place = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(place, getClass().getClassLoader())) {
      loader.loadClass("Snippet").getMethod("run", URI.class).invoke(null, server);
    } catch (InvocationTargetException failed) {
      throw new AssertionError(this + " failed", failed.getCause());
    }
  }

  private String asClass() {
    StringBuilder text = new StringBuilder();
    PACKAGES.forEach(name -> text.append("import ").append(name).append(".*;\n"));
    text.append(OF_HTTP).append("public class Snippet {\n");
    text.append("  static void check(boolean isTrue) {\n");
    text.append("    if (!isTrue) throw new AssertionError(\"What the page says is not so.\");\n");
    text.append("  }\n");
    text.append("  public static void run(URI server) throws Exception {\n");
    return text.append(code).append("\n  }\n}\n").toString();
  }

  @Override
  public String toString() {
    return page + ", line " + line;
  }
}
