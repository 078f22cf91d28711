package dev.antiphon.attachments;

import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.RuntimePlugin;

/**
 * Offers the attachments {@code image}, {@code text}, {@code pdf} and {@code file}, and the
 * attachment store {@code folder}. Those that {@code antiphon.attachments} lists are in use; a file
 * goes to the first that accepts it, so {@code file}, which accepts every file, stands last.
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>key</th><th>meaning</th><th>default</th></tr>
 * <tr><td>{@code attachments.image-max-bytes}</td><td>most bytes of an image</td>
 *     <td>20971520</td></tr>
 * <tr><td>{@code attachments.image-max-pixels}</td><td>most pixels of an image, width times
 *     height</td><td>40000000</td></tr>
 * <tr><td>{@code attachments.image-scale-to}</td><td>pixels of the longer side to which larger
 *     images are made smaller; 0 leaves them as they are</td><td>0</td></tr>
 * <tr><td>{@code attachments.text-max-bytes}</td><td>most bytes of a text</td><td>5242880</td></tr>
 * <tr><td>{@code attachments.text-max-characters}</td><td>characters after which a text is cut</td>
 *     <td>1000000</td></tr>
 * <tr><td>{@code attachments.pdf-max-bytes}</td><td>most bytes of a PDF file</td>
 *     <td>20971520</td></tr>
 * <tr><td>{@code attachments.pdf-max-pages}</td><td>pages after which a PDF file is cut</td>
 *     <td>5000</td></tr>
 * <tr><td>{@code attachments.pdf-max-characters}</td><td>characters after which a PDF file is cut</td>
 *     <td>2000000</td></tr>
 * <tr><td>{@code attachments.pdf-time-limit}</td><td>time after which a PDF file is cut</td>
 *     <td>10s</td></tr>
 * <tr><td>{@code attachments.pdf-max-memory}</td><td>most MiB of a process that reads a PDF file</td>
 *     <td>256</td></tr>
 * <tr><td>{@code attachments.pdf-page-images}</td><td>first pages that are images as well</td>
 *     <td>0</td></tr>
 * <tr><td>{@code attachments.pdf-isolation}</td><td>{@code process} or {@code thread}; see
 *     {@link PdfIsolation}</td><td>process</td></tr>
 * <tr><td>{@code attachments.file-max-bytes}</td><td>most bytes of a stored file</td>
 *     <td>20971520</td></tr>
 * <tr><td>{@code attachments.file-accept}</td><td>files that are stored, such as
 *     {@code application/zip, .docx}</td><td>*</td></tr>
 * <tr><td>{@code attachments.file-url}</td><td>URL where a stored file can be had, with
 *     {@code {id}} in it; without, messages name files by id</td><td>none</td></tr>
 * <tr><td>{@code attachments.folder}</td><td>folder where attached files are kept</td>
 *     <td>{@code antiphon-files}</td></tr>
 * <tr><td>{@code attachments.folder-max-file-bytes}</td><td>most bytes of a file in the folder</td>
 *     <td>20971520</td></tr>
 * <tr><td>{@code attachments.folder-max-owner-bytes}</td><td>most bytes of an owner in the
 *     folder</td><td>1073741824</td></tr>
 * <tr><td>{@code attachments.folder-max-owner-files}</td><td>most files of an owner in the
 *     folder</td><td>10000</td></tr>
 * </table>
 */
public final class AttachmentsPlugin implements RuntimePlugin {

  /** Makes the plug-in; does nothing else. */
  public AttachmentsPlugin() {}

  @Override
  public PluginInfo info() {
    return PluginInfo.of("attachments").builtFor(PluginInfo.SPI_VERSION);
  }

  @Override
  public void install(PluginRegistrar registrar) {
    registrar.attachments(
        "image", ImageSettings.class, settings -> new ImageAttachments(settings.options()));
    registrar.attachments(
        "text", TextSettings.class, settings -> new TextAttachments(settings.options()));
    registrar.attachments(
        "pdf", PdfSettings.class, settings -> new PdfAttachments(settings.options()));
    registrar.storedAttachments(
        "file",
        StoredFileSettings.class,
        (settings, store) -> new StoredFileAttachments(store, settings.options()));
    registrar.attachmentStore(
        "folder",
        FolderSettings.class,
        settings -> new FileSystemAttachmentStore(settings.folder(), settings.limits()));
  }
}
