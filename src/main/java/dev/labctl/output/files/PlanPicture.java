package dev.labctl.output.files;

import dev.labctl.failure.Failure;
import dev.labctl.output.picture.PlanSvg;
import dev.labctl.report.PlanView;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.util.Optional;

/** Puts the picture of a plan into a file. */
public final class PlanPicture {
    private PlanPicture() {}

    /**
     * Draws what a report tells of a plan; one that tells of none stays as it is.
     *
     * @param file a new one, or one that is replaced
     * @return the report with where the picture is, or why it is not there
     */
    public static Report save(Report report, Path file) {
        if (!(report.result() instanceof PlanView view)) {
            return report;
        }
        Optional<Failure> failure = SavedFile.write("picture", "--svg", PlanSvg.of(view), file);
        return report.saved(failure, "the picture is in " + file);
    }
}
