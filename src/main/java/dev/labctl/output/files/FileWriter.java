package dev.labctl.output.files;

import dev.labctl.failure.Failure;
import dev.labctl.output.page.IpamPage;
import dev.labctl.output.picture.AddressSvg;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.BundleView;
import dev.labctl.report.IpamView;
import dev.labctl.report.PlanView;
import dev.labctl.report.Report;
import dev.labctl.report.Report.Origin;
import dev.labctl.report.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes the files that the reader wants beside a report, once the report is complete. */
public final class FileWriter {
    private FileWriter() {}

    /**
     * Writes the files in order and stops at the first that cannot be written. A file of which the report has no content is
     * left alone, except for a JUnit report: an older file there would be taken for the result of this run.
     *
     * @param redaction takes the secrets out of a bundle
     * @return the report with where the files are, or with why one of them is missing beside its own failure
     */
    public static Report write(Report report, List<OutputFile> files, Redaction redaction) {
        List<String> places = new ArrayList<>();
        for (OutputFile file : files) {
            Optional<byte[]> content = content(report, file.kind(), redaction);
            if (content.isEmpty()) {
                continue;
            }
            Optional<Failure> failure = file.write(content.get());
            if (failure.isPresent()) {
                return report.withMessage("").withFailure(Optional.of(joined(report.failure(), failure.get())));
            }
            place(file).ifPresent(places::add);
        }
        return places.isEmpty() ? report : report.withMessage(String.join(", ", places));
    }

    private static Optional<byte[]> content(Report report, OutputFile.Kind kind, Redaction redaction) {
        Result result = report.result();
        if (kind == OutputFile.Kind.JUNIT) {
            return Optional.of(utf8(JunitXml.of(report)));
        } else if (kind == OutputFile.Kind.SVG && result instanceof PlanView plan) {
            return Optional.of(utf8(AddressSvg.of(plan)));
        } else if (kind == OutputFile.Kind.SVG && result instanceof IpamView map) {
            return Optional.of(utf8(AddressSvg.of(map, source(report, map))));
        } else if (kind == OutputFile.Kind.HTML && result instanceof IpamView map) {
            return Optional.of(utf8(IpamPage.of(map, source(report, map))));
        } else if (kind == OutputFile.Kind.BUNDLE && result instanceof BundleView bundle) {
            return Optional.of(BundleZip.of(bundle, redaction));
        }
        return Optional.empty();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The report's own failure comes first. */
    private static Failure joined(Optional<Failure> first, Failure unwritten) {
        return first.map(failure ->
                        failure.withDetails(Stream.concat(failure.details().stream(), Stream.of(unwritten.message()))
                                .toList()))
                .orElse(unwritten);
    }

    private static Optional<String> place(OutputFile file) {
        String place = "the " + file.kind().noun() + " is in " + file.path();
        return switch (file.kind()) {
            case SVG, HTML -> Optional.of(place);
            case JUNIT -> Optional.empty();
            case BUNDLE ->
                Optional.of(place + "; what looks like a secret has been removed, but read it before you pass it on");
        };
    }

    /** Where the content comes from; everything that is shown of a rehearsal says so. */
    static String source(Report report, IpamView view) {
        String cluster = report.cluster().orElse("") + ", as it was at " + view.when() + ".";
        return report.origin().filter(Origin::simulated).isPresent()
                ? "Rehearsal of the cluster " + cluster + " Nothing runs, everything is simulated."
                : "Cluster " + cluster;
    }
}
