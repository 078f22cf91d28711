/**
 * Files that people attach: images, texts, PDF files, and any file that goes into a store. Every
 * file is read as if somebody had made it to do harm: its name, type and length are claims, its
 * first bytes say what it is, and bytes, pixels, pages, memory and time have limits. No URL is ever
 * fetched.
 *
 * <p>Start at {@link dev.antiphon.attachments.ImageAttachments}; what can be wrong with a file is
 * in {@link dev.antiphon.attachments.FileRefusal}.
 *
 * <p><b>Threads.</b> The public classes are safe for use by any number of threads, and block. PDF
 * files are read in a process of their own.
 *
 * <p><b>Imports.</b> {@code runtime-core}, {@code runtime-spi} for the plug-in, Tika, PDFBox,
 * Thumbnailator and juniversalchardet. No type of these is in a signature.
 */
@NullMarked
package dev.antiphon.attachments;

import org.jspecify.annotations.NullMarked;
