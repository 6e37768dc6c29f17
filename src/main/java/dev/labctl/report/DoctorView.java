package dev.labctl.report;

import dev.labctl.doctor.CheckResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings about the machine. */
public record DoctorView(List<CheckResult> findings) implements Result {
    public DoctorView {
        findings = List.copyOf(findings);
    }

    @Override
    public Map<String, Object> tree() {
        return Map.of(
                "findings",
                findings.stream()
                        .map(finding -> Result.ordered(
                                "severity", finding.severity().name().toLowerCase(Locale.ROOT),
                                "subject", finding.subject(),
                                "reason", finding.reason(),
                                "message", finding.message(),
                                "fix", finding.fix()))
                        .toList());
    }
}
