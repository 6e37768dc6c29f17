package dev.labctl.doctor;

/**
 * The result of one check of the machine.
 *
 * @param subject what was checked: {@code docker}, {@code inotify}, …
 * @param reason a name of {@link dev.labctl.failure.Reason} for errors, a stable word for warnings, otherwise {@code OK}
 * @param message what was found
 * @param fix the command that fixes it, or the page that describes how; empty if there is nothing to fix
 */
public record CheckResult(Severity severity, String subject, String reason, String message, String fix) {
    public enum Severity {
        OK,
        /** The lab may work. */
        WARNING,
        /** The lab cannot work. */
        ERROR
    }

    static CheckResult ok(String subject, String message) {
        return new CheckResult(Severity.OK, subject, "OK", message, "");
    }
}
