package dev.labctl.provider.recorded;

import dev.labctl.tree.Tree;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When a sysdump was collected. The names of its files have the local time of the machine that collected it (cilium-cli {@code
 * sysdump/sysdump.go}, {@code replaceTimestamp}) without its time zone. Every kubelet renews a lease every ten seconds, so that
 * the newest lease tells the time zone.
 *
 * @param zoneKnown whether that was possible; the time is taken as UTC otherwise
 */
record CollectionTime(Instant at, boolean zoneKnown) {
    static final String PATTERN = "\\d{8}-\\d{6}";

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final Duration FARTHEST = Duration.ofHours(14);

    /**
     * The time.
     *
     * @param stamp as names have it
     * @param leases of the cluster; none where they were not collected
     */
    static Optional<CollectionTime> of(String stamp, List<Map<String, Object>> leases) {
        try {
            Instant local = LocalDateTime.parse(stamp, FORMAT).toInstant(ZoneOffset.UTC);
            return Optional.of(leases.stream()
                    .flatMap(lease -> Tree.time(lease, "spec", "renewTime").stream())
                    .max(Comparator.naturalOrder())
                    .map(renewed -> offset(local, renewed))
                    .filter(offset -> offset.abs().compareTo(FARTHEST) <= 0)
                    .map(offset -> new CollectionTime(local.minus(offset), true))
                    .orElse(new CollectionTime(local, false)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration offset(Instant local, Instant renewed) {
        double steps = (double) Duration.between(renewed, local).toSeconds() / STEP.toSeconds();
        return STEP.multipliedBy(Math.round(steps));
    }
}
