package dev.labctl.output.files;

import dev.labctl.failure.Failure;
import dev.labctl.output.page.IpamPage;
import dev.labctl.output.picture.IpamSvg;
import dev.labctl.report.IpamView;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts an address map into files, as a picture and as a page. */
public final class IpamFiles {
    private IpamFiles() {}

    /**
     * Writes what is asked for; a report that tells of no address map stays as it is.
     *
     * @param svg where the picture is to be
     * @param html where the page is to be
     * @return the report with where they are, or why the first of them is not there
     */
    public static Report save(Report report, Optional<Path> svg, Optional<Path> html) {
        if (!(report.result() instanceof IpamView view) || (svg.isEmpty() && html.isEmpty())) {
            return report;
        }
        String source = source(report, view);
        List<String> places = new ArrayList<>();
        Optional<Failure> failure = Optional.empty();
        if (svg.isPresent()) {
            failure = SavedFile.write("picture", "--svg", IpamSvg.of(view, source), svg.get());
            places.add("the picture is in " + svg.get());
        }
        if (html.isPresent() && failure.isEmpty()) {
            failure = SavedFile.write("page", "--html", IpamPage.of(view, source), html.get());
            places.add("the page is in " + html.get());
        }
        return report.saved(failure, String.join(", ", places));
    }

    /** Where what is shown comes from; everything that is shown of a rehearsal says so. */
    public static String source(Report report, IpamView view) {
        String cluster = report.cluster().orElse("") + ", as it was at " + view.when() + ".";
        return report.provider().filter("rehearsal"::equals).isPresent()
                ? "Rehearsal of the cluster " + cluster + " Nothing of it runs, it is worked out."
                : "Cluster " + cluster;
    }
}
