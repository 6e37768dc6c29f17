package dev.labctl.doctor;

import dev.labctl.doctor.CheckResult.Severity;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tool;
import dev.labctl.tools.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the results of checks, in the order in which a user would fix them. */
final class Findings {
    private final Platform platform;
    private final List<CheckResult> results = new ArrayList<>();

    Findings(Platform platform) {
        this.platform = platform;
    }

    Platform platform() {
        return platform;
    }

    boolean linux() {
        return platform == Platform.LINUX;
    }

    List<CheckResult> results() {
        return List.copyOf(results);
    }

    void ok(String subject, String message) {
        results.add(CheckResult.ok(subject, message));
    }

    void warn(String subject, String reason, String message, String fix) {
        results.add(new CheckResult(Severity.WARNING, subject, reason, message, fix));
    }

    void error(String subject, Reason reason, String message, String fix) {
        add(Severity.ERROR, subject, reason, message, fix);
    }

    void add(Severity severity, String subject, Reason reason, String message, String fix) {
        results.add(new CheckResult(severity, subject, reason.name(), message, fix));
    }

    void add(Severity severity, String subject, Failure trouble) {
        add(severity, subject, trouble.reason(), trouble.message(), trouble.next());
    }

    void error(String subject, Failure trouble) {
        add(Severity.ERROR, subject, trouble);
    }

    void missing(Tool tool, String program, Severity severity) {
        add(severity, program, Reason.TOOL_MISSING, program + " is not on the PATH", tool.install(platform));
    }

    /** Checks the version of a program; {@code versions} has no entry for a missing one. */
    void tool(Tool tool, Severity severity, Map<Tool, String> versions) {
        String program = tool.program();
        String output = versions.get(tool);
        Optional<Version> version = Optional.ofNullable(output).flatMap(tool::version);
        if (output == null) {
            missing(tool, program, severity);
        } else if (version.isEmpty()) {
            versionUnknown(program, program, output);
        } else if (!tooOld(tool, program, version.get(), severity)) {
            ok(program, program + " " + version.get());
        }
    }

    /** A program whose version cannot be read may be too old: what then fails would not say so. */
    void versionUnknown(String program, String title, String answer) {
        warn(
                program,
                "TOOL_VERSION_UNKNOWN",
                title + " does not report its version" + (answer.isBlank() ? "" : ": " + answer.strip()),
                "Run `" + program + " version` to see why.");
    }

    /** Reports a version that is older than the labs need; false where it is not. */
    private boolean tooOld(Tool tool, String program, Version version, Severity severity) {
        if (version.compareTo(tool.oldest()) >= 0) {
            return false;
        }
        String message = program + " is " + version + "; the labs need " + tool.oldest() + " or later";
        add(severity, program, Reason.TOOL_TOO_OLD, message, tool.install(platform));
        return true;
    }
}
