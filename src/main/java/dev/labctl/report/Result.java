package dev.labctl.report;

import java.util.Map;

/** A command's own part of its report. */
public sealed interface Result
        permits BundleView,
                ClustersView,
                DoctorView,
                DryRunView,
                ExplainView,
                FailureCause,
                IpamView,
                LabList,
                LabView,
                LogView,
                PlanView,
                Result.None,
                StatusView,
                VerifyView {
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
