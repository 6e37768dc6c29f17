package dev.labctl.output.files;

import dev.labctl.json.JsonWriter;
import dev.labctl.output.ReportTree;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.BundleView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
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
            for (Map.Entry<String, String> text : texts(view, redaction).entrySet()) {
                ZipEntry entry = new ZipEntry(text.getKey());
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    /** The files of a bundle by name, in order. */
    private static Map<String, String> texts(BundleView view, Redaction redaction) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("versions.txt", redaction.text(text(view.versions())));
        texts.put("status.json", json(ReportTree.of(view.status()), redaction));
        view.doctor().ifPresent(doctor -> texts.put("doctor.json", json(ReportTree.of(doctor), redaction)));
        view.record().ifPresent(record -> texts.put("record.json", json(record.tree(), redaction)));
        view.observation().ifPresent(seen -> texts.put("observation.json", json(seen.tree(), redaction)));
        view.logs().forEach(log -> texts.put(log.name(), redaction.text(text(log.lines()))));
        return texts;
    }

    private static String json(Map<String, Object> tree, Redaction redaction) {
        return JsonWriter.write(redaction.tree(tree));
    }

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
