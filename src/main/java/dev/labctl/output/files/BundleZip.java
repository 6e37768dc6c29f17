package dev.labctl.output.files;

import dev.labctl.json.Json;
import dev.labctl.output.text.Printable;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.BundleView;
import dev.labctl.report.Report;
import dev.labctl.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What a bug report needs as a zip file; nothing gets into it but through a {@link Redaction}. */
final class BundleZip {
    /** The first time that a zip file can hold: the same content is the same file. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private BundleZip() {}

    static byte[] of(BundleView view, Redaction redaction) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, Object> file : view.files().entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(text(file.getValue(), redaction).getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    private static String text(Object content, Redaction redaction) {
        if (content instanceof List<?> lines) {
            return redaction.text(
                    Printable.of(lines.stream().map(line -> line + "\n").collect(Collectors.joining())));
        }
        Map<String, Object> tree = content instanceof Report report ? report.tree() : Tree.map(content);
        return Printable.json(Json.write(redaction.tree(tree)));
    }
}
