import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists the rules of {@code docs/behaviour.md} that no test cites, and fails on any.
 *
 * <p>A test cites a rule in the string literals of {@code @DisplayName(...)}, as {@code TREE-4} or
 * as a range {@code CONT-8..16} (two dots or an ellipsis), or in the name of a method, as {@code
 * TREE_4}. Rules that wait for later work stand in {@code docs/rules-left-for-later.txt}.
 *
 * <p>Run it as {@code java .ci/RuleCoverage.java} in the root folder, or give that folder.
 */
public final class RuleCoverage {

  private static final String AREAS =
      "OPT|MSG|TREE|SEND|RUN|REPLY|CONT|TOOL|APPR|CTX|HIST|LOAD|EVT|TIME|ERR"
          + "|QUEUE|SUGG|FEED|SPEECH|DICT|VOICE|COMP|EDIT|ATT|DIR|LIST|TITLE|CLOSE";

  private static final Pattern RULE =
      Pattern.compile("^(?:- |\\| )\\*\\*(?<id>(?:" + AREAS + ")-\\d+)\\*\\*(?<text>.*)");

  private static final Pattern LATER =
      Pattern.compile("(?<id>(?:" + AREAS + ")-\\d+)\\s+(?<reason>\\S.*)");

  private static final Pattern CITATION = Pattern.compile("(?<![A-Za-z0-9_-])(?<area>"
      + AREAS
      + ")-(?<first>\\d{1,4})(?:(?:\\u2026|\\.\\.)(?<last>\\d{1,4}))?");

  private static final Pattern CITATION_IN_NAME =
      Pattern.compile("(?<![A-Z0-9])(?<area>" + AREAS + ")_(?<first>\\d{1,4})(?<last>)");

  /** What may stand between the tokens that matter: strings, characters, comments are one token. */
  private static final Pattern TOKEN = Pattern.compile(
      "(?<comment>//[^\\n]*|/\\*.*?\\*/)"
          + "|(?<block>\"\"\".*?(?<!\\\\)\"\"\")"
          + "|(?<string>\"(?:[^\"\\\\\\n]|\\\\.)*+\")"
          + "|'(?:[^'\\\\\\n]|\\\\.)*+'"
          + "|(?<word>@?[\\p{L}_$][\\p{L}\\p{N}_$]*+)"
          + "|(?<other>\\S)",
      Pattern.DOTALL);

  private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u+([0-9a-fA-F]{4})");

  private final Path root;
  private final List<String> errors = new ArrayList<>();

  /** Rule to its text, in the order of the page. Without withdrawn rules. */
  private final Map<String, String> rules = new LinkedHashMap<>();

  private final Set<String> withdrawn = new TreeSet<>();
  private final Map<String, String> later = new TreeMap<>();

  /** Rule to the first file that cites it. */
  private final Map<String, Path> cited = new TreeMap<>();

  private RuleCoverage(Path root) {
    this.root = root;
  }

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args.length == 0 ? "" : args[0]).toAbsolutePath().normalize();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(new RuleCoverage(root).check(out) ? 0 : 1);
  }

  private boolean check(PrintStream out) throws IOException {
    readRules(root.resolve("docs/behaviour.md"));
    readLater(root.resolve("docs/rules-left-for-later.txt"));
    if (!rules.isEmpty()) {
      readTests();
      checkCitations();
      checkLater();
    }

    List<String> untested = new ArrayList<>(rules.keySet());
    untested.removeAll(cited.keySet());
    untested.removeAll(later.keySet());

    errors.forEach(error -> out.println("error: " + error));
    untested.forEach(id -> out.println("no test: " + id + rules.get(id)));
    long tested = rules.keySet().stream().filter(cited::containsKey).count();
    out.printf("%d rules, %d tested, %d later%n", rules.size(), tested, later.size());
    return errors.isEmpty() && untested.isEmpty();
  }

  private void readRules(Path page) throws IOException {
    if (!Files.isRegularFile(page)) {
      errors.add(shown(page) + " is missing.");
      return;
    }
    Map<String, String> all = new LinkedHashMap<>();
    String open = null;
    for (String line : Files.readAllLines(page)) {
      Matcher rule = RULE.matcher(line);
      if (rule.matches()) {
        open = rule.group("id");
        if (all.put(open, rule.group("text")) != null) {
          errors.add(shown(page) + " has rule " + open + " twice.");
        }
      } else if (open != null && line.startsWith("  ")) {
        all.merge(open, line, String::concat);
      } else {
        open = null;
      }
    }
    if (all.isEmpty()) {
      errors.add(shown(page) + " has no rule.");
    }
    all.forEach((id, text) -> {
      if (text.contains("withdrawn")) {
        withdrawn.add(id);
      } else {
        rules.put(id, text);
      }
    });
  }

  private void readLater(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    for (String line : Files.readAllLines(file)) {
      String entry = line.strip();
      if (entry.isEmpty() || entry.startsWith("#")) {
        continue;
      }
      Matcher rule = LATER.matcher(entry);
      if (!rule.matches()) {
        errors.add("'%s' in %s is not 'RULE-ID  reason'.".formatted(entry, shown(file)));
      } else if (later.put(rule.group("id"), rule.group("reason")) != null) {
        errors.add(rule.group("id") + " stands twice in " + shown(file) + ".");
      }
    }
  }

  private void readTests() throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        String name = folder.getFileName() == null ? "" : folder.getFileName().toString();
        boolean skipped = !folder.equals(root)
            && (name.startsWith(".") || name.equals("target") || name.equals("node_modules"));
        return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String path = "/" + root.relativize(file).toString().replace('\\', '/');
        if (path.contains("/src/test/java/") && path.endsWith(".java")
            || path.contains("/src/main/java/") && path.endsWith("Contract.java")) {
          sources.add(file);
        }
        return FileVisitResult.CONTINUE;
      }
    });
    sources.sort(null);
    for (Path source : sources) {
      readTest(source, Files.readString(source));
    }
  }

  /** Walks the tokens of one source; what stands in comments and other strings does not count. */
  private void readTest(Path source, String text) {
    Matcher token = TOKEN.matcher(text);
    StringBuilder displayName = null;
    int depth = 0;
    String before = "";
    String candidate = "";
    while (token.find()) {
      if (token.group("comment") != null) {
        continue;
      }
      String current = token.group();
      if (displayName != null) {
        if (token.group("string") != null) {
          displayName.append(current, 1, current.length() - 1);
        } else if (token.group("block") != null) {
          displayName.append(current, 3, current.length() - 3);
        } else if (current.equals("(")) {
          depth++;
        } else if (current.equals(")") && --depth == 0) {
          cite(source, CITATION.matcher(unescaped(displayName.toString())));
          displayName = null;
        }
      } else if (current.equals("(")) {
        if (before.equals("@DisplayName")) {
          displayName = new StringBuilder();
          depth = 1;
        } else if (!candidate.isEmpty()) {
          cite(source, CITATION_IN_NAME.matcher(candidate));
        }
      }
      candidate = before.equals("void") && token.group("word") != null ? current : "";
      before = current;
    }
  }

  private void cite(Path source, Matcher citation) {
    while (citation.find()) {
      String area = citation.group("area");
      String last = citation.group("last");
      int from = Integer.parseInt(citation.group("first"));
      int to = last == null || last.isEmpty() ? from : Integer.parseInt(last);
      if (to < from) {
        String range = citation.group();
        errors.add("%s cites the range %s, which is empty.".formatted(shown(source), range));
      }
      for (int number = from; number <= to; number++) {
        cited.putIfAbsent(area + "-" + number, source);
      }
    }
  }

  private void checkCitations() {
    cited.forEach((id, source) -> {
      if (!rules.containsKey(id) && !withdrawn.contains(id)) {
        errors.add("%s cites %s, which does not exist.".formatted(shown(source), id));
      }
    });
  }

  private void checkLater() {
    for (String id : later.keySet()) {
      if (withdrawn.contains(id)) {
        errors.add(id + " is left for later, but was withdrawn.");
      } else if (!rules.containsKey(id)) {
        errors.add(id + " is left for later, but does not exist.");
      } else if (cited.containsKey(id)) {
        errors.add("%s is left for later, but %s tests it.".formatted(id, shown(cited.get(id))));
      }
    }
  }

  private static String unescaped(String literal) {
    return UNICODE_ESCAPE
        .matcher(literal)
        .replaceAll(escape ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }

  private String shown(Path file) {
    return root.relativize(file).toString();
  }
}
