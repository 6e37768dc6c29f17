package dev.labctl.output.text;

import dev.labctl.report.StatusView;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How far a lab has come, in words. */
final class StageText {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private StageText() {}

    static String of(StatusView status) {
        return switch (status.stage()) {
            case MADE ->
                status.cilium().filter(cilium -> !cilium.mode().isEmpty()).isPresent()
                        ? "made, and its Cilium is not labctl's"
                        : "made, Cilium not installed";
            case INSTALLED -> "Cilium installed, lab not applied";
            case APPLIED -> "applied, not verified";
            case VERIFIED ->
                "verified"
                        + status.verified()
                                .map(at -> " at " + MINUTE.format(at))
                                .orElse("");
            case ABSENT, BUSY, HALF_MADE, STOPPED, SILENT, UNRECORDED -> status.state();
        };
    }
}
