package dev.labctl.output.files;

import dev.labctl.failure.Failure;
import dev.labctl.json.JsonWriter;
import dev.labctl.output.ReportTree;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.BundleView;
import dev.labctl.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Puts what a bug report needs into a file; nothing gets into it but through a {@link Redaction}. */
public final class BundleFile {
    /** The first time that a zip file can tell: the same content is the same file. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private BundleFile() {}

    /**
     * Writes the bundle of a report; a report that has none stays as it is.
     *
     * @param file a new one, or one that is replaced
     * @return the report with where the bundle is, or why it is not there
     */
    public static Report save(Report report, Redaction redaction, Path file) {
        if (!(report.result() instanceof BundleView view)) {
            return report;
        }
        Optional<Failure> failure = SavedFile.write("bundle", "--bundle", zip(texts(view, redaction)), file);
        return report.saved(
                failure,
                "the bundle is in " + file
                        + "; secrets are taken out as far as they look like some, so read it before you pass it on");
    }

    /** The files of a bundle, by their names, in their order. */
    static Map<String, String> texts(BundleView view, Redaction redaction) {
        UnaryOperator<Map<String, Object>> clean = redaction::tree;
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("versions.txt", redaction.text(text(view.versions())));
        texts.put("status.json", JsonWriter.write(clean.apply(ReportTree.of(view.status()))));
        view.doctor()
                .ifPresent(doctor -> texts.put("doctor.json", JsonWriter.write(clean.apply(ReportTree.of(doctor)))));
        view.record().ifPresent(record -> texts.put("record.json", JsonWriter.write(clean.apply(record.tree()))));
        view.observation().ifPresent(seen -> texts.put("observation.json", JsonWriter.write(clean.apply(seen.tree()))));
        view.logs().forEach(log -> texts.put(log.name(), redaction.text(text(log.lines()))));
        return texts;
    }

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static byte[] zip(Map<String, String> texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
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
}
