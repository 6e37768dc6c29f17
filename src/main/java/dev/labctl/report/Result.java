package dev.labctl.report;

import java.util.LinkedHashMap;
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

    /** A map that keeps the order in which its entries are given: {@link Map#of} has another one in every JVM. */
    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** Of commands that say everything with their steps. */
    record None() implements Result {
        @Override
        public Map<String, Object> tree() {
            return Map.of();
        }
    }
}
