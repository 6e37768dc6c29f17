package dev.labctl.steps;

import java.util.Map;

/** A command's own part of its report. */
public sealed interface Result permits DoctorView, DryRunView, LabList, LabView, LogView, Result.None, StatusView {
    Result NONE = new None();

    /** The part as JSON and YAML have it; its keys stand beside those that all reports have. */
    Map<String, Object> tree();

    /** Of commands that say everything with their steps. */
    record None() implements Result {
        @Override
        public Map<String, Object> tree() {
            return Map.of();
        }
    }
}
