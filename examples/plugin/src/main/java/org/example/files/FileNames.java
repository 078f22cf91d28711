package org.example.files;

import dev.antiphon.message.ThreadKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of files. Owners and threads may have names that no file can have: long ones, with slashes,
 * that differ in case only. So a file is named with a hash of both.
 */
final class FileNames {

  private FileNames() {}

  static String of(ThreadKey thread) {
    MessageDigest hash = sha256();
    hash.update(bytes(thread.owner()));
    // Ends the owner: "a" and "bc" is not "ab" and "c".
    hash.update(bytes("|" + thread.owner().length() + "|"));
    hash.update(bytes(thread.threadId()));
    return HexFormat.of().formatHex(hash.digest());
  }

  /** Returns the characters as they are: UTF-8 would make one of all halves of pairs. */
  private static byte[] bytes(String text) {
    byte[] bytes = new byte[text.length() * 2];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256.", impossible);
    }
  }
}
