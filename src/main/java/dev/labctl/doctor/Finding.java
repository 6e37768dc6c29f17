package dev.labctl.doctor;

/**
 * One thing about the machine.
 *
 * @param subject what was looked at: {@code docker}, {@code inotify}, …
 * @param reason a name of {@link dev.labctl.failure.Reason} for errors; the same word for warnings; {@code OK} else
 * @param message what was found
 * @param fix the command that mends it, or the page that tells; empty where nothing is to mend
 */
public record Finding(Severity severity, String subject, String reason, String message, String fix) {
    public enum Severity {
        OK,
        /** The lab may work. */
        WARNING,
        /** The lab cannot work. */
        ERROR
    }

    static Finding ok(String subject, String message) {
        return new Finding(Severity.OK, subject, "OK", message, "");
    }

    static Finding warning(String subject, String reason, String message, String fix) {
        return new Finding(Severity.WARNING, subject, reason, message, fix);
    }

    static Finding error(String subject, String reason, String message, String fix) {
        return new Finding(Severity.ERROR, subject, reason, message, fix);
    }
}
