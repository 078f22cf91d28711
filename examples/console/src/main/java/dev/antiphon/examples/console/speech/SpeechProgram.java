package dev.antiphon.examples.console.speech;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A program that reads a text file aloud into a sound file.
 *
 * @param name its name, such as {@code espeak-ng}
 * @param command what to run; {@code {text}} and {@code {sound}} stand for the two files
 */
record SpeechProgram(String name, List<String> command) {

  private static final String TEXT = "{text}";
  private static final String SOUND = "{sound}";

  /** Those that are known, the best one first. */
  private static final List<SpeechProgram> KNOWN = List.of(
      of("espeak-ng", "-b", "1", "-f", TEXT, "-w", SOUND),
      of("espeak", "-b", "1", "-f", TEXT, "-w", SOUND),
      of("flite", "-f", TEXT, "-o", SOUND),
      of("say", "-f", TEXT, "-o", SOUND, "--file-format=WAVE", "--data-format=LEI16@22050"));

  /** Copies the list. */
  SpeechProgram {
    command = List.copyOf(command);
  }

  private static SpeechProgram of(String name, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of(name));
    command.addAll(List.of(arguments));
    return new SpeechProgram(name, command);
  }

  /** Returns the names of those that are known. */
  static List<String> knownNames() {
    return KNOWN.stream().map(SpeechProgram::name).toList();
  }

  /** Returns the best known program that is installed. */
  static Optional<SpeechProgram> installed() {
    return KNOWN.stream().filter(SpeechProgram::isInstalled).findFirst();
  }

  /**
   * Returns a known program that is installed.
   *
   * @param name its name
   */
  static Optional<SpeechProgram> installed(String name) {
    return KNOWN.stream()
        .filter(program -> program.name.equals(name) && program.isInstalled())
        .findFirst();
  }

  private boolean isInstalled() {
    String path = System.getenv("PATH");
    if (path == null) {
      return false;
    }
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns what to run.
   *
   * @param text the file to read
   * @param sound the file to write
   */
  List<String> command(Path text, Path sound) {
    return command.stream()
        .map(each -> each.equals(TEXT) ? text.toString() : each)
        .map(each -> each.equals(SOUND) ? sound.toString() : each)
        .toList();
  }
}
