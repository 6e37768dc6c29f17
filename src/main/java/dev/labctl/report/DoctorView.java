package dev.labctl.report;

import dev.labctl.doctor.CheckResult;
import java.util.List;
import java.util.Map;

/** Findings about the machine. */
public record DoctorView(List<CheckResult> findings) implements Result {
    @Override
    public Map<String, Object> tree() {
        return ViewTree.of(this);
    }
}
