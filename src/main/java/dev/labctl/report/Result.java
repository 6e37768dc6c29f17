package dev.labctl.report;

import java.util.Map;

/** A command's own part of its report. */
public interface Result {
    /** Of commands that say everything with their steps. */
    Result NONE = Map::of;

    /** The part as JSON and YAML have it; its keys stand beside those that all reports have. */
    Map<String, Object> tree();
}
